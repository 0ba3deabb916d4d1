import { describe, expect, test } from 'vitest'
import { checkOrigin, guardEmbedding, guardOptionsOf } from './origin-check.ts'

const cookie = 'danmu_session'
const check = (local: boolean, headers: Record<string, string>, origins: string[] = []) =>
  checkOrigin(new Headers(headers), { local, origins: new Set(origins), cookie })?.code

describe('on a loopback listener', () => {
  test.each([
    ['localhost:8787', undefined],
    ['127.0.0.1:8787', undefined],
    ['127.0.5.1:8787', undefined],
    ['[::1]:8787', undefined],
    ['localhost', undefined],
    ['evil.example:8787', 'forbidden-host'],
    ['localhost.evil.example:8787', 'forbidden-host'],
    ['127.0.0.1.evil.example', 'forbidden-host'],
    ['localhost.:8787', 'forbidden-host'],
    ['', 'forbidden-host'],
  ])('Host %j gives %j', (host, code) => {
    expect(check(true, { host })).toBe(code)
  })

  test.each([
    ['http://localhost:8787', undefined],
    ['http://127.0.0.1:8787', undefined],
    ['http://localhost:9999', 'forbidden-origin'],
    ['https://evil.example', 'forbidden-origin'],
    ['http://localhost.evil.example:8787', 'forbidden-origin'],
    ['null', 'forbidden-origin'],
    ['', 'forbidden-origin'],
  ])('Origin %j gives %j', (origin, code) => {
    expect(check(true, { host: 'localhost:8787', origin })).toBe(code)
  })

  test('an origin named in the settings passes', () => {
    const headers = { host: 'localhost:8787', origin: 'https://mine.example' }
    expect(check(true, headers, ['https://mine.example'])).toBeUndefined()
  })
})

describe('on a public listener', () => {
  const host = 'relay.example'

  test.each([
    ['https://relay.example', '', undefined],
    ['https://relay.example', `${cookie}=x`, undefined],
    ['https://other.example', '', undefined],
    ['https://other.example', `${cookie}=x`, 'forbidden-origin'],
    ['https://sub.relay.example', `a=b; ${cookie}=x`, 'forbidden-origin'],
    ['https://relay.example.', `${cookie}=x`, 'forbidden-origin'],
    ['null', `${cookie}=x`, 'forbidden-origin'],
  ])('Origin %j with cookie %j gives %j', (origin, cookies, code) => {
    expect(check(false, { host, origin, cookie: cookies })).toBe(code)
  })

  test.each([
    ['http://relay.example', false, undefined],
    ['https://relay.example', false, undefined],
    ['https://relay.example', true, undefined],
    ['http://relay.example', true, 'forbidden-origin'],
  ])('Origin %j where TLS is known to be spoken: %j gives %j', (origin, secure, code) => {
    const headers = new Headers({ host, origin, cookie: `${cookie}=x` })
    const options = { local: false, origins: new Set<string>(), cookie }
    expect(checkOrigin(headers, options, secure)?.code).toBe(code)
  })
})

describe('A2: behind a proxy named by PUBLIC_URL', () => {
  const reach = { host: '127.0.0.1', origins: [], publicUrl: 'https://relay.example:19443' }
  const codeFor = (headers: Record<string, string>, trustedProxies: string[] = []) =>
    checkOrigin(new Headers(headers), guardOptionsOf({ ...reach, trustedProxies }))?.code

  test.each([
    ['relay.example:19443', undefined],
    ['relay.example', undefined],
    ['RELAY.example', undefined],
    ['127.0.0.1:8787', undefined],
    ['localhost:8787', undefined],
    ['other.example', 'forbidden-host'],
    ['relay.example.evil.example', 'forbidden-host'],
  ])('Host %j gives %j', (host, code) => {
    expect(codeFor({ host })).toBe(code)
    expect(codeFor({ host }, ['127.0.0.1'])).toBe(code)
  })

  test.each([
    ['https://relay.example:19443', undefined],
    ['https://relay.example', 'forbidden-origin'],
    ['http://relay.example:19443', 'forbidden-origin'],
    ['https://evil.example', 'forbidden-origin'],
  ])(
    'Origin %j with the cookie gives %j for every Host that the proxy passes on',
    (origin, code) => {
      expect(codeFor({ host: '127.0.0.1:8787', origin, cookie: `${cookie}=x` })).toBe(code)
      expect(codeFor({ host: '127.0.0.1:8787', origin })).toBeUndefined()
    },
  )

  test('a proxy that passes an unknown host name on gets a message with the setting to change', () => {
    const options = guardOptionsOf({ host: 'localhost', origins: [], trustedProxies: [] })
    const refused = checkOrigin(new Headers({ host: 'relay.example' }), options)
    expect(refused?.message).toMatch(/PUBLIC_URL.*TRUSTED_PROXIES/)
  })
})

describe('M2: requests that a browser sends for a page without an Origin', () => {
  const listener = (host: string, origins: string[] = []) =>
    guardOptionsOf({ host, origins, trustedProxies: [] })
  const embedded = (headers: Record<string, string>, options = listener('localhost')) =>
    guardEmbedding(new Headers({ host: 'localhost:8787', ...headers }), options)?.code

  test.each([
    ['same-origin', undefined],
    ['none', undefined],
    ['same-site', 'forbidden-origin'],
    ['cross-site', 'forbidden-origin'],
  ])('Sec-Fetch-Site %s gives %j', (site, code) => {
    expect(embedded({ 'sec-fetch-site': site })).toBe(code)
  })

  test('passes if the referrer or the origin is in the settings, or ours', () => {
    const site = { 'sec-fetch-site': 'cross-site' }
    const options = listener('localhost', ['https://mine.example'])
    expect(embedded({ ...site, referer: 'https://mine.example/' }, options)).toBeUndefined()
    expect(embedded({ ...site, origin: 'https://mine.example' }, options)).toBeUndefined()
    expect(embedded({ ...site, referer: 'http://127.0.0.1:8787/' }, options)).toBeUndefined()
    expect(embedded({ ...site, referer: 'https://evil.example/' }, options)).toBe(
      'forbidden-origin',
    )
  })

  test('passes without Sec-Fetch-Site, and on a public listener', () => {
    expect(embedded({})).toBeUndefined()
    expect(embedded({ 'sec-fetch-site': 'cross-site' }, listener('0.0.0.0'))).toBeUndefined()
  })
})
