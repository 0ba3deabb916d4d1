import { describe, expect, test } from 'vitest'
import { guard } from './guard.ts'

const cookie = 'danmu_owner'
const check = (loopback: boolean, headers: Record<string, string>, origins: string[] = []) =>
  guard(new Headers(headers), { loopback, origins: new Set(origins), cookie })?.code

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
    const options = { loopback: false, origins: new Set<string>(), cookie }
    expect(guard(headers, options, secure)?.code).toBe(code)
  })
})
