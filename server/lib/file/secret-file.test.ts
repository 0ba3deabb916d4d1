import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readOrCreateSecret, SecretBroken } from './secret-file.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'danmu-secret-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const shape = { pattern: /^[a-z]{3}$/, holds: 'three letters', remedy: 'Delete it.' }

test('a secret is created once, for its owner only, and read from then on', () => {
  const path = join(folder, 'deep', 'secret')
  const secret = (content: string) => ({ ...shape, path, make: () => content })
  expect(readOrCreateSecret(secret('abc'))).toEqual({ content: 'abc', created: true })
  expect(readOrCreateSecret(secret('xyz'))).toEqual({ content: 'abc', created: false })
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readdirSync(join(folder, 'deep'))).toEqual(['secret'])
})

test.each([
  ['empty', '', /is empty/],
  ['a newline', '\n', /is empty/],
  ['half of it', 'ab', /was changed/],
  ['it and a newline', 'abc\n', /was changed/],
  ['random bytes', '\u0000\u0001\u0002', /was changed/],
  ['JSON', '[1,2]', /was changed/],
])('H3: a secret that is %s is refused by its name, with the remedy', (_name, content, words) => {
  const path = join(folder, 'secret')
  writeFileSync(path, content)
  const read = () => readOrCreateSecret({ ...shape, path, make: () => 'abc' })
  expect(read).toThrow(SecretBroken)
  expect(read).toThrow(words)
  expect(read).toThrow(`${path} `)
  expect(read).toThrow('three letters')
  expect(read).toThrow('Delete it.')
})
