import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findFile } from './find-file.ts'

let outside = ''
let folder = ''
beforeEach(() => {
  outside = realpathSync(mkdtempSync(join(tmpdir(), 'danmu-named-')))
  folder = join(outside, 'replays')
  mkdirSync(folder)
  for (const name of ['party.json', 'night.ndjson.gz', '.hidden.json', '.json', '..json']) {
    writeFileSync(join(folder, name), '{}')
  }
  writeFileSync(join(outside, 'secret.json'), 'secret')
  writeFileSync(join(outside, 'secret'), 'secret')
  mkdirSync(join(folder, 'sub.json'))
  symlinkSync(join(outside, 'secret.json'), join(folder, 'link.json'))
  symlinkSync('party.json', join(folder, 'alias.json'))
  symlinkSync('gone.json', join(folder, 'dangling.json'))
})
afterEach(() => rmSync(outside, { recursive: true }))

const endings = ['.ndjson', '.ndjson.gz', '.json']

test('a file is found by its name, with the first ending that exists', () => {
  expect(findFile(folder, 'party', endings)).toEqual({
    path: join(folder, 'party.json'),
    ending: '.json',
  })
  expect(findFile(folder, 'night', endings)?.ending).toBe('.ndjson.gz')
  writeFileSync(join(folder, 'party.ndjson'), '')
  expect(findFile(folder, 'party', endings)?.ending).toBe('.ndjson')
  expect(findFile(folder, 'alias', endings)?.path).toBe(join(folder, 'party.json'))
})

test.each([
  '',
  '.',
  '..',
  '.hidden',
  '../secret',
  '..%2fsecret',
  '%2e%2e%2fsecret',
  '..\\secret',
  '....//secret',
  '/etc/passwd',
  'C:\\secret',
  'party.json\0',
  'party\0.txt',
  'sub/../party',
  './party',
  'sub',
  'link',
  'dangling',
  'nobody-made-this',
  '-rf',
  'a'.repeat(129),
  'a'.repeat(10_000),
  '．．/secret',
  'party\n',
  '__proto__',
  'constructor',
  'CON',
  '~',
  '$HOME',
  '*',
])('the name %j finds no file', (name) => {
  expect(findFile(folder, name, endings)).toBeUndefined()
})

test('a folder that does not exist contains nothing', () => {
  expect(findFile(join(outside, 'none'), 'party', endings)).toBeUndefined()
})
