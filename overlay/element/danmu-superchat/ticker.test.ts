import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fakeMembership, fakeSuperchat } from '../base/event.fake.ts'
import { sorted } from '../base/sorted.ts'
import {
  emptyTicker,
  pinned,
  readingMs,
  type Ticker,
  turned,
  turnsAt,
  withdrawn,
} from './ticker.ts'

const live = (now: number) => ({ now, ageMs: 0, max: 20 })
const paid = (cents: number, shownMs = 60_000) =>
  fakeSuperchat({ value: { amount: cents, unit: 'cny.fen', cents }, shownMs })

test('a message is shown once and stays pinned for the paid time', () => {
  const message = paid(3_000)
  let ticker = pinned(emptyTicker, message, live(0))
  expect(ticker.reading?.pin.event).toBe(message)
  ticker = turned(ticker, turnsAt(ticker)!)
  expect([ticker.reading, ticker.pins.length]).toEqual([undefined, 1])
  expect(turnsAt(ticker)).toBe(60_000)
  expect(turned(ticker, 60_000)).toEqual(emptyTicker)
})

test('unread messages are ordered by price', () => {
  const [first, cheap, dear] = [paid(100), paid(200), paid(900)]
  let ticker = [first, cheap, dear].reduce((all, one) => pinned(all, one, live(0)), emptyTicker)
  const read: unknown[] = []
  while (ticker.reading) {
    read.push(ticker.reading.pin.event)
    ticker = turned(ticker, ticker.reading.until)
  }
  expect(read).toEqual([first, dear, cheap])
})

test('coins are ordered among other prices by their weight', () => {
  const coins = fakeSuperchat({ value: { amount: 50, unit: 'coin' } })
  const [first, cheap, dear] = [paid(100), paid(499), paid(501)]
  const { unread } = [first, cheap, coins, dear].reduce(
    (all, one) => pinned(all, one, live(0)),
    emptyTicker,
  )
  expect(unread.map(({ event }) => event)).toEqual([dear, coins, cheap])
})

test('long texts are shown longer, up to a bound', () => {
  const long = fakeSuperchat({ text: '长'.repeat(20) })
  expect(readingMs(long)).toBeGreaterThan(readingMs(fakeSuperchat()))
  expect(readingMs(fakeSuperchat({ text: '长'.repeat(500) }))).toBe(12_000)
})

describe('a missed message', () => {
  test('is pinned for the rest of its time, and not shown again', () => {
    const ticker = pinned(emptyTicker, paid(3_000), { now: 100, ageMs: 50_000, max: 20 })
    expect([ticker.reading, turnsAt(ticker)]).toEqual([undefined, 10_100])
  })

  test('is not pinned if its time is over', () => {
    const late = { now: 100, ageMs: 60_000, max: 20 }
    expect(pinned(emptyTicker, paid(3_000), late)).toBe(emptyTicker)
  })
})

test('a membership is pinned for two minutes', () => {
  const ticker = pinned(emptyTicker, fakeMembership(), live(0))
  expect(ticker.pins[0]?.endsAt).toBe(120_000)
})

test('a withdrawn message is not shown any longer, and the next one is', () => {
  const [bad, good] = [paid(900), paid(100)]
  const ticker = [bad, good].reduce((all, one) => pinned(all, one, live(0)), emptyTicker)
  const after = withdrawn(ticker, { events: [bad.id] }, 10)
  expect([after.pins.length, after.reading?.pin.event]).toEqual([1, good])
})

test('for any messages, pins are bounded, newest first, and none exceeds its time', () => {
  const messages = fc.array(
    fc.record({
      afterMs: fc.integer({ min: 0, max: 20_000 }),
      shownMs: fc.integer({ min: 0, max: 90_000 }),
    }),
  )
  fc.assert(
    fc.property(messages, (all) => {
      let ticker: Ticker = emptyTicker
      let now = 0
      for (const { afterMs, shownMs } of all) {
        now += afterMs
        ticker = pinned(turned(ticker, now), paid(100, shownMs), { now, ageMs: 0, max: 5 })
        const times = ticker.pins.map(({ pinnedAt }) => pinnedAt)
        expect(times).toEqual(sorted(times, (a, b) => b - a))
        expect(ticker.pins.length).toBeLessThanOrEqual(5)
        expect(ticker.pins.every(({ endsAt }) => endsAt > now)).toBe(true)
      }
    }),
  )
})
