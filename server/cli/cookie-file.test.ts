import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { UsageError } from './command.ts'
import { readCookie } from './cookie-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'danmu-cookie-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(text: string): string {
  const path = join(folder, 'cookie')
  writeFileSync(path, text)
  return path
}

test('a cookie is the one line of its file', () => {
  expect(readCookie(file('SESSDATA=a%2Cb; bili_jct=x\n'))).toBe('SESSDATA=a%2Cb; bili_jct=x')
})

test.each(['', 'SESSDATA', 'a=1\r\nx-other: 1', 'a=会'])('%j is none', (text) => {
  expect(() => readCookie(file(text))).toThrow(UsageError)
})

test('a file that is not there is said to be so, and nothing of one that is', () => {
  expect(() => readCookie(join(folder, 'none'))).toThrow('cannot be read')
  expect(() => readCookie(file('secret'))).not.toThrow('secret')
})
