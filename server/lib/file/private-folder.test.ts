import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openPrivateFolder } from './private-folder.ts'

let parent = ''
beforeEach(() => (parent = mkdtempSync(join(tmpdir(), 'danmu-'))))
afterEach(() => rmSync(parent, { recursive: true }))

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)

/** Creates a folder that all users may enter, as Docker creates a volume. */
function makeOpen(): string {
  const path = join(parent, 'data')
  mkdirSync(path)
  chmodSync(path, 0o755)
  return path
}

test('M9: a new folder is for its owner alone, and so are the parents created for it', () => {
  const path = join(parent, 'deep', 'data')
  expect(openPrivateFolder(path)).toBe('private')
  expect([modeOf(path), modeOf(join(parent, 'deep'))]).toEqual(['700', '700'])
  expect(openPrivateFolder(path)).toBe('private')
})

test('M9: a folder that existed, open to others, is narrowed with the private files in it', () => {
  const path = makeOpen()
  writeFileSync(join(path, 'owner'), '', { mode: 0o600 })
  expect(openPrivateFolder(path)).toBe('narrowed')
  expect(modeOf(path)).toBe('700')
})

test('M9: a folder with files that others may read is left as it is, and reported', () => {
  const path = makeOpen()
  const file = join(path, 'index.html')
  writeFileSync(file, '')
  chmodSync(file, 0o644)
  expect(openPrivateFolder(path)).toBe('open')
  expect(modeOf(path)).toBe('755')
})
