import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loginSites } from '../../server/platform/registry.ts'
import { loginCases } from './login-cases.fake.ts'
import { readLogin } from './login.ts'
import type { LoginReading } from './login-reading.ts'

const cases = loginCases()
const now = 1_790_000_000_000

function read(text: string, platform: string): LoginReading {
  const site = loginSites.find((one) => one.platform === platform)
  if (!site) throw new RangeError(platform)
  return readLogin(text, site, loginSites, now)
}

test('the table has a second form of each kind', () => {
  const kinds = cases.map(({ kind }) => kind)
  expect(cases.length).toBeGreaterThanOrEqual(20)
  expect(kinds.filter((kind) => kinds.indexOf(kind) === kinds.lastIndexOf(kind))).toEqual([])
})

describe('pasted logins', () => {
  test.each(cases)('$kind: $platform', ({ platform, text, of, ...expected }) => {
    const { cookie, expired = [], leftOut = 0, refused } = expected
    expect(read(text, platform)).toEqual(
      refused === undefined
        ? { kind: 'login', cookie, expired, leftOut }
        : { kind: 'refused', code: refused, ...(of === undefined ? {} : { platform: of }) },
    )
  })
})

const pieces = [
  'a',
  'a=',
  'a=b;',
  'a\n',
  'a: b\n',
  'a\tb\n',
  '"',
  "'",
  '\\',
  '[',
  '{"a":',
  'curl ',
  "curl -b '",
  '^"',
  "$'",
  ';',
  ', a',
  'cookie:\n',
  '"cookie":"',
  'System.Net.Cookie("',
  'SESSDATA=a%2Cb; ',
  '…',
]

test('no text makes it throw, and a refusal contains no part of the text', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc
      .array(fc.constantFrom(...pieces, ...cases.map((one) => one.text)), { maxLength: 8 })
      .map((all) => all.join('')),
  )
  fc.assert(
    fc.property(text, fc.constantFrom('bilibili', 'douyin'), (all, platform) => {
      const { kind, ...rest } = read(all, platform)
      const held = kind === 'refused' ? Object.keys(rest) : []
      expect(held.filter((key) => key !== 'code' && key !== 'platform')).toEqual([])
    }),
    { numRuns: 2_000 },
  )
})

test.each(pieces)('100 kB of %j take time in proportion to their length', (piece) => {
  const timeOf = (kilobytes: number): number => {
    const text = piece.repeat(Math.ceil((kilobytes * 1024) / piece.length))
    const from = process.cpuUsage()
    read(text, 'bilibili')
    read(`curl ${text}`, 'bilibili')
    return process.cpuUsage(from).user / 1000 // CPU time, so that other processes do not count
  }
  timeOf(100)
  const least = (kilobytes: number): number => Math.min(...[1, 2, 3].map(() => timeOf(kilobytes)))
  // Four times the text takes 16 times as long where time grows with the square.
  expect(least(100)).toBeLessThan(Math.max(10 * least(25), 500))
})
