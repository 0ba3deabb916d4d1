import { readFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { atomicFile } from './atomic-file.ts'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'danmu-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a file that does not exist reads as undefined', () => {
  expect(atomicFile(join(folder, 'none', 'a.txt')).read()).toBeUndefined()
})

test('a text replaces the one before, in a folder that is created for it, and leaves no temporary file', () => {
  const file = atomicFile(join(folder, 'deep', 'a.txt'))
  file.replace('a long first text')
  file.replace('短')
  expect(file.read()).toBe('短')
  expect(readdirSync(join(folder, 'deep'))).toEqual(['a.txt'])
})

test('only its owner may read it', () => {
  const path = join(folder, 'a.txt')
  atomicFile(path).replace('x')
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('the errors of the disk are thrown', () => {
  expect(() => atomicFile(folder).read()).toThrow('EISDIR')
  expect(() => atomicFile(folder).replace('x')).toThrow(/EISDIR|ENOTEMPTY|EEXIST/)
})

test('a damaged file is renamed, and so is the next one', () => {
  const file = atomicFile(join(folder, 'a.json'))
  for (const text of ['{"fir', '{"seco']) {
    file.replace(text)
    file.setAside?.()
    expect(file.read()).toBeUndefined()
  }
  expect(readdirSync(folder).toSorted()).toEqual(['a.json.damaged', 'a.json.damaged-2'])
  expect(readFileSync(join(folder, 'a.json.damaged'), 'utf8')).toBe('{"fir')
})
