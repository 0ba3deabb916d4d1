import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './index.ts'
import { printConfig } from './print.ts'

test('S0-16 without settings the defaults hold: the server listens on this machine alone', () => {
  expect(readConfig({})).toMatchObject({ host: '127.0.0.1', port: 8787, dataDir: './data' })
})

test('the environment overrides the file', () => {
  expect(readConfig({ PORT: '1' }, { PORT: 2, HOST: '::' })).toMatchObject({ port: 1, host: '::' })
})

test('all wrong settings are named at once', () => {
  const read = (): unknown =>
    readConfig(
      { PORT: 'x', LOG_LEVEL: 'loud', ORIGINS: 'nonsense', OWNER_TOKEN: 'short' },
      { PROT: 1 },
    )
  expect(read).toThrow(ConfigError)
  for (const name of ['PORT', 'LOG_LEVEL', 'ORIGINS', 'OWNER_TOKEN', 'PROT']) {
    expect(read).toThrow(new RegExp(`^${name}: `, 'm'))
  }
})

test('origins are a normalised list', () => {
  const { origins } = readConfig({ ORIGINS: 'https://a.example/,http://b.example:8080' })
  expect(origins).toEqual(['https://a.example', 'http://b.example:8080'])
})

test('D3 the memory of rings is a number of megabytes, and depends on the machine by default', () => {
  expect(readConfig({}).ringMb).toBeUndefined()
  expect(readConfig({ RING_MB: '64' }).ringMb).toBe(64)
  expect(() => readConfig({ RING_MB: '1' })).toThrow(/^RING_MB: /)
})

test('printing hides secrets and names every setting (S0-24)', () => {
  const token = 'x'.repeat(40)
  const text = printConfig(readConfig({ OWNER_TOKEN: token }))
  expect(text).not.toContain(token)
  expect(text).toMatch(/^# OWNER_TOKEN=\(hidden\)$/m)
  expect(text).toMatch(/^PORT=8787$/m)
})

test.each(['99999', '-1', '1.5', 'eighty'])('D6 PORT=%s is refused with the range', (PORT) => {
  expect(() => readConfig({ PORT })).toThrow('PORT: must be a whole number from 0 to 65535')
})

test('trusted proxies are addresses and networks, none by default', () => {
  expect(readConfig({}).trustedProxies).toEqual([])
  const { trustedProxies } = readConfig({ TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8,' })
  expect(trustedProxies).toEqual(['127.0.0.1', '10.0.0.0/8'])
  expect(() => readConfig({ TRUSTED_PROXIES: 'everybody' })).toThrow(/^TRUSTED_PROXIES: /)
})

test('platforms are names of sites, all by default', () => {
  expect(readConfig({}).platforms).toBeUndefined()
  expect(readConfig({ PLATFORMS: 'bilibili-open, douyin' }).platforms).toEqual([
    'bilibili-open',
    'douyin',
  ])
  expect(() => readConfig({ PLATFORMS: 'twitch' })).toThrow(/^PLATFORMS: must hold names out of /)
})

test('rooms of other relays have names here; their tokens are never shown', () => {
  const feeds = { friend: { url: 'wss://relay.example/rooms/x', token: 'the-token' } }
  const config = readConfig({ FEEDS: JSON.stringify(feeds) })
  expect(config).toMatchObject({ feeds })
  expect(printConfig(config)).not.toContain('the-token')
  const wrong = { friend: { url: 'wss://relay.example/' } }
  expect(() => readConfig({}, { FEEDS: wrong })).toThrow(/^FEEDS: .*rooms/)
})

test('S0-7: the signers for Douyin are a list, built-in by default, never printed', () => {
  expect(readConfig({})).toMatchObject({ douyinSigners: [{ kind: 'builtin' }] })
  const given = 'http:https://signer.example/?key=k, builtin,script:/a/b.js'
  const config = readConfig({ DOUYIN_SIGNERS: given })
  expect(config).toMatchObject({
    douyinSigners: [
      { kind: 'http', url: 'https://signer.example/?key=k' },
      { kind: 'builtin' },
      { kind: 'script', path: '/a/b.js' },
    ],
  })
  expect(printConfig(config)).not.toContain('signer.example')
  for (const wrong of ['nobody', 'http:ftp://x', 'http:', 'builtin,,', 'script:']) {
    expect(() => readConfig({ DOUYIN_SIGNERS: wrong })).toThrow(
      /^DOUYIN_SIGNERS: must hold builtin/,
    )
  }
})

test('pages load pictures and effects from all https hosts by default, or from the named ones', () => {
  expect(readConfig({})).toMatchObject({
    imageSources: ['https:'],
    mediaSources: ['https:'],
    fontSources: [],
  })
  const config = readConfig({
    IMAGE_SOURCES: '*.hdslb.com, https://P3.DouyinPic.com',
    MEDIA_SOURCES: 'none',
    FONT_SOURCES: 'fonts.example:8443',
  })
  expect(config).toMatchObject({
    imageSources: ['https://*.hdslb.com', 'https://p3.douyinpic.com'],
    mediaSources: [],
    fontSources: ['https://fonts.example:8443'],
  })
})

test.each([
  'http://a.example',
  'http:',
  '*',
  '*.com;script-src',
  "'unsafe-inline'",
  'a.example; script-src *',
  'a.example/path',
  'a.example none',
  'none,a.example',
])('%s is no source of a policy, and the setting is named', (wrong) => {
  for (const name of ['IMAGE_SOURCES', 'MEDIA_SOURCES', 'FONT_SOURCES']) {
    expect(() => readConfig({ [name]: wrong })).toThrow(
      new RegExp(`^${name}: must hold https hosts such as`),
    )
  }
})
