import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { readOrCreateSecret } from './secret-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'danmu-secret-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a secret is made once, for its owner only, and read ever after', () => {
  const path = join(folder, 'deep', 'secret')
  expect(readOrCreateSecret(path, () => 'a')).toEqual({ content: 'a', created: true })
  expect(readOrCreateSecret(path, () => 'b')).toEqual({ content: 'a', created: false })
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readdirSync(join(folder, 'deep'))).toEqual(['secret'])
})
