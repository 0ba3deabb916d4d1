import fc from 'fast-check'
import Long from 'long'
import { describe, expect, test } from 'vitest'
import { countOf, idOf, positiveOf, timeOf } from './field.ts'

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })

describe('S1-7 numbers of 64 bits', () => {
  test('as ids keep all their digits', () => {
    fc.assert(
      fc.property(int64, (id) => {
        expect(idOf(Long.fromString(String(id)))).toBe(id === 0n ? undefined : String(id))
      }),
    )
  })

  test('as counts are exact or nothing', () => {
    fc.assert(
      fc.property(int64, (count) => {
        const exact = count >= 0n && count <= BigInt(Number.MAX_SAFE_INTEGER)
        expect(countOf(Long.fromString(String(count)))).toBe(exact ? Number(count) : undefined)
      }),
    )
  })

  test('0 is no amount', () => {
    expect([positiveOf(Long.ZERO), positiveOf(undefined)]).toEqual([undefined, undefined])
  })

  test('S0-45: as times are the same in seconds, milliseconds and microseconds', () => {
    const since2001 = fc.integer({ min: 1_000_000_000, max: 9_000_000_000 })
    fc.assert(
      fc.property(since2001, fc.nat(999), fc.nat(999), (seconds, ms, us) => {
        const at = seconds * 1000 + ms
        expect(timeOf(Long.fromNumber(seconds))).toBe(seconds * 1000)
        expect(timeOf(Long.fromNumber(at))).toBe(at)
        expect(timeOf(Long.fromNumber(at * 1000 + us))).toBe(at)
      }),
    )
  })

  test.each([
    ['1776121380', 1776121380000],
    ['1776121380123', 1776121380123],
    ['0', undefined],
    ['-1', undefined],
    ['1776121380123456', 1776121380123],
    ['9007199254740993', undefined],
  ])('as times, %s is %s in milliseconds', (text, time) => {
    expect(timeOf(Long.fromString(text))).toBe(time)
  })
})
