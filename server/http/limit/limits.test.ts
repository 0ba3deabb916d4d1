import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFakeClock } from '../../lib/time/clock.fake.ts'
import { createTokenBuckets } from '../../lib/time/token-bucket.ts'
import { type LimitOptions, Limits } from './limits.ts'
import { Problem } from '../problem.ts'

const generous = {
  maxSockets: 1_000,
  maxSocketsPerAddress: 1_000,
  streamsPerMinute: 1_000,
  loginsPerQuarter: 10,
  testEventsPerSecond: 100,
}
const from = (address: string) => ({ address, local: false })
const start = (options: Partial<LimitOptions> = {}) => {
  const clock = createFakeClock()
  return { clock, limits: new Limits({ ...generous, ...options }, clock) }
}

/** Returns status and `Retry-After` of the thrown problem; undefined if nothing is thrown. */
function refused(call: () => unknown): readonly [number, string | undefined] | undefined {
  try {
    call()
    return undefined
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return [error.status, error.headers['retry-after']]
  }
}

test('the number of streams is limited for each address separately (T-CONN)', () => {
  const { limits } = start({ maxSocketsPerAddress: 3 })
  const leave = [1, 2, 3].map(() => limits.enter(from('203.0.113.9')))
  expect(refused(() => limits.enter(from('203.0.113.9')))).toEqual([429, '5'])
  expect(refused(() => limits.enter(from('203.0.113.10')))).toBeUndefined()
  leave[0]?.()
  leave[0]?.() // a second call has no effect
  expect(refused(() => limits.enter(from('203.0.113.9')))).toBeUndefined()
  expect(refused(() => limits.enter(from('203.0.113.9')))).toEqual([429, '5'])
})

test('all addresses of one IPv6 network count as one', () => {
  const { limits } = start({ maxSocketsPerAddress: 2 })
  limits.enter(from('2001:db8::1'))
  limits.enter(from('2001:db8::2'))
  expect(refused(() => limits.enter(from('2001:db8:0:0:ffff::3')))).toEqual([429, '5'])
  expect(refused(() => limits.enter(from('2001:db8:0:1::1')))).toBeUndefined()
})

test('the total number of streams is limited, those of this machine included', () => {
  const { limits } = start({ maxSockets: 2 })
  limits.enter(from('127.0.0.1'))
  limits.enter(undefined)
  expect(refused(() => limits.enter(from('203.0.113.9')))).toEqual([503, '5'])
  expect(refused(() => limits.enter(from('127.0.0.1')))).toEqual([503, '5'])
})

test('a program on this machine is not counted by address', () => {
  const { limits } = start({ maxSocketsPerAddress: 1, streamsPerMinute: 1, loginsPerQuarter: 1 })
  const here = { address: '127.0.0.1', local: true }
  for (const one of [here, here, here]) {
    expect(refused(() => limits.enter(one))).toBeUndefined()
    expect(refused(() => limits.login(one))).toBeUndefined()
  }
})

test('L4: behind a proxy an address of this machine is counted like any other', () => {
  const { limits } = start({ maxSocketsPerAddress: 1, loginsPerQuarter: 1 })
  for (const address of ['127.0.0.1', '::1']) {
    expect(refused(() => limits.enter(from(address)))).toBeUndefined()
    expect(refused(() => limits.enter(from(address)))).toEqual([429, '5'])
    expect(refused(() => limits.login(from(address)))).toBeUndefined()
    expect(refused(() => limits.login(from(address)))?.[0]).toBe(429)
  }
})

test('S2-4 streams that end at once are limited by their number in a minute', () => {
  const { limits, clock } = start({ streamsPerMinute: 60 })
  for (let i = 0; i < 60; i++) limits.enter(from('203.0.113.9'))()
  expect(refused(() => limits.enter(from('203.0.113.9')))).toEqual([429, '1'])
  clock.advance(1_000)
  expect(refused(() => limits.enter(from('203.0.113.9')))).toBeUndefined()
  expect(refused(() => limits.enter(from('203.0.113.9')))).toEqual([429, '1'])
})

test('the eleventh login attempt is delayed (T-TIME)', () => {
  const { limits, clock } = start()
  for (let i = 0; i < 10; i++) limits.login(from('203.0.113.9'))
  expect(refused(() => limits.login(from('203.0.113.9')))).toEqual([429, '90'])
  expect(refused(() => limits.login(from('203.0.113.10')))).toBeUndefined()
  clock.advance(90_000)
  expect(refused(() => limits.login(from('203.0.113.9')))).toBeUndefined()
})

test('a bucket never gives more than its size plus its refill', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.integer({ min: -2_000, max: 2_000 }), { maxLength: 100 }),
      (size, steps) => {
        const clock = createFakeClock()
        const buckets = createTokenBuckets({ size, fullMs: 10_000 }, clock)
        let given = 0
        let gone = 0
        let longestMs = 0
        for (const step of steps) {
          clock.advance(Math.max(0, step))
          gone += Math.max(0, step)
          const waitMs = buckets.take('a')
          if (waitMs === 0) given += 1
          longestMs = Math.max(longestMs, waitMs)
        }
        expect(longestMs).toBeLessThanOrEqual(10_000 / size + 1e-6)
        expect(given).toBeLessThanOrEqual(size + (gone * size) / 10_000 + 1e-6)
      },
    ),
  )
})

test('a token is available after the returned waiting time', () => {
  const clock = createFakeClock()
  const buckets = createTokenBuckets({ size: 7, fullMs: 60_000 }, clock)
  for (let i = 0; i < 7; i++) expect(buckets.take('a')).toBe(0)
  clock.advance(Math.ceil(buckets.take('a')))
  expect(buckets.take('a')).toBe(0)
})

test('the number of remembered addresses is bounded', () => {
  const { limits } = start({ loginsPerQuarter: 1 })
  for (let i = 0; i < 10_001; i++) limits.login(from(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`))
  expect(refused(() => limits.login(from('10.0.0.0')))).toBeUndefined() // removed as the oldest
  expect(refused(() => limits.login(from('10.0.39.16')))).toBeDefined()
})

test('the rate of test events is limited for each room separately', () => {
  const { limits, clock } = start({ testEventsPerSecond: 100 })
  limits.testEvents('a', 60)
  expect(refused(() => limits.testEvents('a', 60))).toEqual([429, '1'])
  limits.testEvents('a', 40) // the refused call took no tokens
  limits.testEvents('b', 100)
  clock.advance(500)
  expect(refused(() => limits.testEvents('a', 51))).toEqual([429, '1'])
  limits.testEvents('a', 50)
})
