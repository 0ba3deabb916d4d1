import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { UsageError } from './command.ts'
import { readLogin } from './login-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'danmu-login-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(text: string): string {
  const path = join(folder, 'login')
  writeFileSync(path, text)
  return path
}

test.each([
  'SESSDATA=a%2Cb; bili_jct=x\n',
  'Cookie: SESSDATA=a%2Cb; bili_jct=x',
  '{"platform":"douyin","cookie":"SESSDATA=a%2Cb; bili_jct=x"}',
])('%j is a cookie', (text) => {
  expect(readLogin(file(text))).toEqual({ cookie: 'SESSDATA=a%2Cb; bili_jct=x' })
})

test('an app of the open platform signs under any name', async () => {
  const app = { appId: 17, accessKeyId: 'id', accessKeySecret: 'secret', code: 'ABCDEFGHIJKLM' }
  const { apps, cookie } = readLogin(file(JSON.stringify({ platform: 'bilibili-open', ...app })))
  expect(cookie).toBeUndefined()
  expect(await apps?.openLive('main')).toEqual({ kind: 'open-live', ...app })
})

test.each([
  ['', 'cookie'],
  ['a=1\r\nx-secret: 1', 'one line'],
  ['{"secret', 'neither a cookie nor JSON'],
  ['{"platform":"huya","cookie":"secret"}', 'bilibili, douyin or bilibili-open'],
  ['{"platform":"bilibili-open","accessKeySecret":"secret"}', 'appId'],
])('%j is none, and the refusal holds nothing of it', (text, words) => {
  const refused = (): unknown => readLogin(file(text))
  expect(refused).toThrow(UsageError)
  expect(refused).toThrow(words)
  expect(refused).not.toThrow(/[":]secret|-secret/)
})

test('a file that is not there is said to be so', () => {
  expect(() => readLogin(join(folder, 'none'))).toThrow('cannot be read')
})
