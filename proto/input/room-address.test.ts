import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { platforms, sitesOf } from '../../server/platform/registry.ts'
import { addressCases, asAddressCase } from './address-cases.fake.ts'
import { readLink, readRoomAddress } from './room-address.ts'

const sites = sitesOf(platforms)
const cases = addressCases()

test('the table has a second form of each kind', () => {
  const kinds = cases.map(({ kind }) => kind)
  expect(cases.length).toBeGreaterThanOrEqual(60)
  expect(kinds.filter((kind) => kinds.indexOf(kind) === kinds.lastIndexOf(kind))).toEqual([])
})

describe('S0-44: pasted room addresses', () => {
  test.each(cases)('$kind: $text', ({ kind: _kind, text, ...reads }) => {
    expect(asAddressCase(readRoomAddress(text, sites))).toEqual(reads)
  })
})

describe('a separately named platform', () => {
  test.each([
    ['bilibili', '21452505', { room: 'bilibili:21452505' }],
    ['bilibili', ' 直播间 21452505 ', { room: 'bilibili:21452505' }],
    ['bilibili', 'https://live.bilibili.com/6', { room: 'bilibili:6' }],
    ['bilibili', 'https://live.douyin.com/6', { refused: 'other-site', platform: 'douyin' }],
    ['bilibili', '006', { refused: 'bad-ref', platform: 'bilibili' }],
    ['bilibili', '12345678901234567', { refused: 'bad-ref', platform: 'bilibili' }],
    ['bilibili', '6?x=1', { refused: 'bad-ref', platform: 'bilibili' }],
    ['douyin', 'anchor_1.cn', { room: 'douyin:anchor_1.cn' }],
    ['douyin', '..', { refused: 'bad-ref', platform: 'douyin' }],
    ['douyin', '.hidden', { refused: 'bad-ref', platform: 'douyin' }],
    ['douyin', 'a/b', { refused: 'bad-ref', platform: 'douyin' }],
    ['douyin', 'x'.repeat(65), { refused: 'bad-ref', platform: 'douyin' }],
    ['demo', 'busy', { room: 'demo:busy' }],
    ['demo', 'demo:busy', { room: 'demo:busy' }],
    ['feed', 'two words', { refused: 'bad-ref', platform: 'feed' }],
  ])('%s with %s', (platform, text, reads) => {
    expect(asAddressCase(readRoomAddress(text, sites, platform))).toEqual(reads)
  })

  test('selects its rooms in a text with others', () => {
    const text = 'https://live.bilibili.com/1 https://live.douyin.com/2'
    expect(asAddressCase(readRoomAddress(text, sites, 'douyin'))).toEqual({ room: 'douyin:2' })
  })
})

test('a disabled platform is reported as off, and is no choice for a number', () => {
  const running = sitesOf(new Map([...platforms].filter(([name]) => name !== 'douyin')))
  const read = (text: string) => asAddressCase(readRoomAddress(text, running))
  expect(read('https://live.douyin.com/1')).toEqual({ refused: 'off', platform: 'douyin' })
  expect(read('douyin:1')).toEqual({ refused: 'off', platform: 'douyin' })
  expect(read('5440')).toEqual({ room: 'bilibili:5440' })
})

test('a redirect is read as an address, not as a text', () => {
  expect(readLink('https://live.bilibili.com/6?x=1', sites)).toMatchObject({ ref: '6' })
  expect(readLink('https://a.example/?u=https://live.bilibili.com/6', sites)).toMatchObject({
    code: 'unknown-site',
  })
})

test('sites are the same after a transfer to a page as JSON', () => {
  const sent = JSON.parse(JSON.stringify(sites)) as typeof sites
  for (const { text } of cases) {
    expect(readRoomAddress(text, sent)).toEqual(readRoomAddress(text, sites))
  }
})

const hostile = [
  'a',
  'a.',
  '/',
  '://',
  'https://',
  'http://a ',
  'https://live.bilibili.com/',
  'https://live.bilibili.com/1 ',
  'live.bilibili.com',
  '?u=https%3A%2F%2F',
  '%25',
  '&a=.',
  ' ',
  '\n',
  ' \n',
  '直播间',
  '抖音',
  '…',
  '...',
  '5',
  '\\/',
  '。',
]

test.each(hostile.map((piece) => [piece]))(
  '100 kB of %j take time in proportion to their length',
  (piece) => {
    const text = (kilobytes: number): string =>
      piece.repeat(Math.ceil((kilobytes * 1024) / piece.length))
    const timeOf = (kilobytes: number): number => {
      const whole = text(kilobytes)
      const from = process.cpuUsage()
      readRoomAddress(whole, sites)
      readRoomAddress(`bilibili:${whole}!`, sites)
      return process.cpuUsage(from).user / 1000 // CPU time, so that other processes do not count
    }
    timeOf(100)
    const least = (kilobytes: number): number => Math.min(...[1, 2, 3].map(() => timeOf(kilobytes)))
    // Four times the text takes 16 times as long where time grows with the square.
    expect(least(100)).toBeLessThan(Math.max(10 * least(25), 500))
  },
)

const pieces = fc.constantFrom(...hostile, ...cases.map(({ text }) => text))

test('no text makes it throw', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(pieces, { maxLength: 8 }).map((all) => all.join('')),
  )
  const platform = fc.constantFrom(undefined, ...platforms.keys(), 'none')
  fc.assert(
    fc.property(text, platform, (all, wanted) => {
      expect(readRoomAddress(all, sites, wanted)).toHaveProperty('kind')
    }),
    { numRuns: 2_000 },
  )
})

test('words around a link change nothing', () => {
  const linked = cases.filter(
    ({ kind, text, refused }) =>
      text.includes('://') && refused === undefined && !/torn|marks|cut|damaged/.test(kind),
  )
  const word = fc.stringMatching(/^[一-龥a-zA-Z]{1,12}$/)
  const words = fc.array(word, { maxLength: 6 }).map((all) => all.join(' '))
  fc.assert(
    fc.property(fc.constantFrom(...linked), words, words, ({ text }, before, after) => {
      const whole = readRoomAddress(`${before} ${text} ${after}`, sites)
      expect(whole).toEqual(readRoomAddress(text, sites))
    }),
    { numRuns: 1_000 },
  )
})
