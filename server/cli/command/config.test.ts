import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runWith } from '../program.fake.ts'

function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'danmu-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

test('config check prints the date of each profile, and names the wrong fields of one', async () => {
  const folder = temporaryFolder()
  const env = { PROFILE_DIR: folder }
  writeFileSync(join(folder, 'douyin.json'), '{"date":"2026-12-24"}')
  expect(await runWith(['config', 'check'], env)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^douyin: profile of 2026-12-24$/m),
  })
  writeFileSync(join(folder, 'douyin.json'), '{"date":"2026-12-24","versionCode":1}')
  expect(await runWith(['config', 'check'], env)).toMatchObject({
    code: 78,
    err: expect.stringContaining('douyin.json: versionCode: '),
  })
})

test('settings can be in a file, and a secret in a separate file, and is never printed', async () => {
  const folder = temporaryFolder()
  const secret = 'a-secret-of-more-than-thirty-two-characters'
  writeFileSync(join(folder, 'config.json'), '{"PORT":1234}')
  writeFileSync(join(folder, 'token'), `${secret}\n`)
  const env = {
    CONFIG_FILE: join(folder, 'config.json'),
    OWNER_TOKEN_FILE: join(folder, 'token'),
  }
  const { out, code } = await runWith(['config'], env)
  const broken = await runWith(['config'], { CONFIG_FILE: join(folder, 'token') })
  expect(code).toBe(0)
  expect(out).toMatch(/^PORT=1234$/m)
  expect(out).toMatch(/^# OWNER_TOKEN=\(hidden\)$/m)
  expect(out).not.toContain(secret)
  expect(broken).toMatchObject({ code: 78, err: expect.stringContaining('CONFIG_FILE') })
})
