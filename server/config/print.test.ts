import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readConfig, settings } from './index.ts'
import { printConfig } from './print.ts'

const folder = mkdtempSync(join(tmpdir(), 'danmu-'))
afterAll(() => rmSync(folder, { recursive: true }))

const environments: Readonly<Record<string, string>>[] = [
  {},
  {
    HOST: '::',
    DATA_DIR: '/srv/my data/$HOME `x`/"y"',
    REPLAY_DIR: "/srv/o'clock $1",
    ORIGINS: 'https://a.example,http://b.example:8080',
    ENDPOINTS: '{"bilibili":{"api":"https://api.example/?a=1&b=2"}}',
    IMAGE_SOURCES: 'none',
    FONT_SOURCES: '*.fonts.example:8443',
    PLATFORMS: 'bilibili-open, douyin',
    TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8',
    PUBLIC_URL: 'https://relay.example/',
    METRICS_ROOMS: 'on',
    PORT: '0',
  },
]

/** Reads the printed text as programs do that take files of variables. */
const readers: Readonly<Record<string, (path: string) => string>> = {
  'a shell': (path) => run('sh', ['-c', `set -a; . ${path}; exec node -p "$0"`, dump]),
  'node --env-file': (path) => run(process.execPath, [`--env-file=${path}`, '-p', dump]),
}
const dump = 'JSON.stringify(process.env)'

function run(program: string, args: readonly string[]): string {
  const env = { PATH: process.env['PATH'] ?? '' }
  const { stdout, stderr } = spawnSync(program, args, { env, encoding: 'utf8' })
  expect(stderr).toBe('')
  return stdout
}

test.each(
  environments.flatMap((env, index) =>
    Object.keys(readers).map((name) => [index, name, env] as const),
  ),
)('D6 the printed settings %i, read by %s, are the same settings', (_index, name, env) => {
  const config = readConfig(env)
  const path = join(folder, 'settings.env')
  // Node reads no escapes within double quotes: it has no way to write a single quote and a $.
  const given = name === 'a shell' ? config : { ...config, replayDir: '/srv/replays' }
  writeFileSync(path, printConfig(given))
  const read = JSON.parse(readers[name]!(path)) as Record<string, string>
  expect(readConfig(read)).toEqual(given)
})

test('D6 a set secret is hidden, an unset one is not, and its default is printed', () => {
  const text = printConfig(readConfig({ DATABASE_URL: 'postgres://u:p@h/d' }))
  expect(text).toMatch(/^# DATABASE_URL=\(hidden\)$/m)
  expect(text).toMatch(/^# OWNER_TOKEN=$/m)
  expect(text).toMatch(/^DOUYIN_SIGNERS=builtin$/m)
  expect(text).not.toContain('u:p')
})

test('D6 every setting is printed with its meaning, and a number with its range', () => {
  const text = printConfig(readConfig({}))
  for (const name of Object.keys(settings)) {
    expect(text).toMatch(new RegExp(`^# .+\n(# )?${name}=`, 'm'))
  }
  expect(text).toContain('; 0 takes a free one: a whole number from 0 to 65535.\nPORT=8787')
  expect(text).toContain('CONFIG_FILE')
})
