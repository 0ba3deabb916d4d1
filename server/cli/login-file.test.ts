import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { loginCases } from '../../proto/input/login-cases.fake.ts'
import { UsageError } from './command.ts'
import { readLogin } from './login-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'danmu-login-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(text: string): string {
  const path = join(folder, 'login')
  writeFileSync(path, text)
  return path
}

const now = 1_760_000_000_000

test.each([
  'SESSDATA=a%2Cb; bili_jct=x\n',
  'Cookie: SESSDATA=a%2Cb; bili_jct=x',
  '{"platform":"bilibili","cookie":"SESSDATA=a%2Cb; bili_jct=x"}',
])('%j is a cookie', (text) => {
  expect(readLogin(file(text), 'bilibili', now)).toEqual({ cookie: 'SESSDATA=a%2Cb; bili_jct=x' })
})

test('an app of the open platform signs for any credential name', () => {
  const app = { appId: 17, accessKeyId: 'id', accessKeySecret: 'secret', code: 'ABCDEFGHIJKLM' }
  const path = file(JSON.stringify({ platform: 'bilibili-open', ...app }))
  expect(readLogin(path, 'bilibili-open', now)).toEqual({ app })
})

test.each([
  ['', 'is empty'],
  ['a=1\r\nx-secret: 1', 'holds no SESSDATA'],
  ['{"secret', 'JSON that is not whole'],
  ['{"platform":"huya","cookie":"secret"}', 'bilibili, douyin or bilibili-open'],
  ['{"platform":"bilibili-open","accessKeySecret":"secret"}', 'appId'],
])('%j is refused, and the message contains no part of it', (text, words) => {
  const refused = (): unknown => readLogin(file(text), 'bilibili', now)
  expect(refused).toThrow(UsageError)
  expect(refused).toThrow(words)
  expect(refused).not.toThrow(/[":]secret|-secret/)
})

describe('pasted logins, read from a file', () => {
  const all = loginCases()

  test.each(all.filter(({ refused }) => refused === undefined))(
    '$kind: $platform',
    ({ text, platform, cookie, expired }) => {
      const login = readLogin(file(text), platform, 1_790_000_000_000)
      const remarks = expired?.map((name) => `--login-file: ${name} has expired; log in anew`)
      expect(login).toEqual({ cookie, ...(remarks && { remarks }) })
    },
  )

  test.each(all.filter(({ refused }) => refused !== undefined))(
    '$kind: $platform is refused: $refused',
    ({ text, platform }) => {
      const read = (): unknown => readLogin(file(text), platform, 1_790_000_000_000)
      expect(read).toThrow(UsageError)
      expect(read).not.toThrow(/deadbeef|bbbbb|cccc/)
    },
  )
})

test('a missing file is reported', () => {
  expect(() => readLogin(join(folder, 'none'), 'bilibili', now)).toThrow('cannot be read')
})
