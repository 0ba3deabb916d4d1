import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ConfigError } from '../config/index.ts'
import type { Connection, ConnectorIo } from '../platform/connector.ts'
import { platforms } from '../platform/registry.ts'
import { platformsOf, profileDates } from './platforms.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'danmu-profile-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const write = (name: string, content: unknown): void =>
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
const platformsHere = () => platformsOf({ dataDir: '/no/such/folder', profileDir: folder })

const io: ConnectorIo = {
  fetch: () => Promise.reject(new Error('nobody is asked')),
  now: () => 1_763_650_000_000,
  random: () => 0.5,
  endpoints: {},
  sign: async () => ({ signature: 's' }),
  signal: new AbortController().signal,
}
const ticket = {
  facts: { webRid: '1', visitorId: '7', ttwid: 't', visitedAt: String(io.now()), roomId: '2' },
}

/** Opens a Douyin connection with the profile in use. */
async function openDouyin(): Promise<Connection> {
  const douyin = platformsHere().get('douyin')
  if (douyin?.kind !== 'wire' || !douyin.connect) throw new Error('no Douyin')
  return douyin.connect.open(ticket, io)
}

test('without a folder every platform uses its built-in profile', () => {
  const shipped = platformsOf({ dataDir: '/no/such/folder' })
  expect([...shipped]).toEqual([...platforms])
  expect(profileDates(shipped).get('douyin')).toMatch(/^2026-/)
})

test('S0-5: another version in a file is another address, and the rest is as built in', async () => {
  write('douyin.json', { date: '2026-12-24', versionCode: '190000' })
  const { urls, headers } = await openDouyin()
  const { host, searchParams } = new URL(urls[0])
  expect(searchParams.get('version_code')).toBe('190000')
  expect(searchParams.get('webcast_sdk_version')).toBe('1.0.15')
  expect(host).toBe('webcast100-ws-web-lq.douyin.com')
  expect(headers['user-agent']).toContain('Chrome/')
  expect(profileDates(platformsHere()).get('douyin')).toBe('2026-12-24')
})

test('hosts and whole queries can be replaced, in the order of the file', async () => {
  const pushQuery = {
    room_id: '{room}',
    fresh: 'yes',
    version_code: '{versionCode}',
    webcast_sdk_version: '{sdkVersion}',
    browser_version: '{browserVersion}',
    cursor: '{cursor}',
    internal_ext: '{detail}',
    host: '{site}',
    user_unique_id: '{visitor}',
  }
  write('douyin.json', { date: '2026-12-24', push: ['wss://push.example.org'], pushQuery })
  const { urls } = await openDouyin()
  expect(urls).toHaveLength(1)
  expect(urls[0]).toMatch(
    /^wss:\/\/push\.example\.org\/webcast\/im\/push\/v2\/\?room_id=2&fresh=yes&version_code=180800&/,
  )
})

test('every wrong field of every file is named at once', () => {
  write('douyin.json', {
    date: 'yesterday',
    site: 'http://live.douyin.com',
    push: [],
    userAgent: 'curl\r\nx: y',
    versionCode: 180800,
    pushQuery: { room_id: '{rom}' },
    verisonCode: '1',
  })
  write('duoyin.json', {})
  expect(platformsHere).toThrow(ConfigError)
  const wrong = ['date', 'site', 'push', 'userAgent', 'versionCode', 'pushQuery', 'verisonCode']
  for (const field of wrong) {
    expect(platformsHere).toThrow(new RegExp(`douyin\\.json: ${field}[.\\d]*: `))
  }
  expect(platformsHere).toThrow('nothing is called {rom}')
  expect(platformsHere).toThrow('duoyin.json: no platform has this profile; there are ')
})

test.each(['{', '[]', 'null', '{}'])('%j is no profile', (content) => {
  write('douyin.json', content)
  expect(platformsHere).toThrow(/douyin\.json: /)
})

test('a configured folder must exist', () => {
  expect(() => platformsOf({ dataDir: folder, profileDir: join(folder, 'nowhere') })).toThrow(
    /^PROFILE_DIR: /,
  )
})
