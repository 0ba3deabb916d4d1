import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sorted } from '../base/sorted.ts'
import { arrived, emptySmoothing, type Pace, released, roomIn, staleMs } from './smooth.ts'

const pace: Pace = { budgetMs: 1_200, leastMs: 100 }

interface Shown {
  readonly item: number
  readonly arrivedAt: number
  readonly shownAt: number
}

/** Adds items after the given pauses and calls the smoothing exactly at the times it asks for. */
function run(arrivals: readonly { readonly afterMs: number; readonly origin: string }[]) {
  let smoothing = emptySmoothing<{ readonly item: number; readonly arrivedAt: number }>()
  const shown: Shown[] = []
  let now = 0
  let nextAt: number | undefined
  const ask = (): void => {
    const release = released(smoothing, now, pace)
    shown.push(...release.items.map((item) => ({ ...item, shownAt: now })))
    ;({ smoothing, nextAt } = release)
  }
  const passTo = (end: number): void => {
    for (let next = nextAt; next !== undefined && next <= end; next = nextAt) {
      now = next
      ask()
    }
    now = end
  }
  for (const [item, { afterMs, origin }] of arrivals.entries()) {
    passTo(now + afterMs)
    smoothing = arrived(smoothing, { item: { item, arrivedAt: now }, origin, now, pace })
    ask()
  }
  passTo(now + 10_000)
  return { shown, dropped: smoothing.dropped, waiting: smoothing.waiting.length }
}

const arrivals = fc.array(
  fc.record({
    afterMs: fc.oneof(
      fc.constant(0),
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 1_000, max: 4_000 }),
    ),
    origin: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
  }),
  { maxLength: 120 },
)

describe('for any arrivals', () => {
  test('no item waits longer than the budget, and none appears faster than a viewer can read', () => {
    fc.assert(
      fc.property(arrivals, (all) => {
        const { shown } = run(all)
        const late = shown.filter(({ arrivedAt, shownAt }) => shownAt - arrivedAt > 1_200.001)
        const gaps = shown.slice(1).map(({ shownAt }, index) => shownAt - shown[index]!.shownAt)
        expect(late).toEqual([])
        expect(gaps.filter((gap) => gap < 99.999)).toEqual([])
      }),
    )
  })

  test('the order is unchanged, and every item is shown once or counted as dropped', () => {
    fc.assert(
      fc.property(arrivals, (all) => {
        const { shown, dropped, waiting } = run(all)
        const items = shown.map(({ item }) => item)
        expect(items).toEqual(sorted([...new Set(items)], (a, b) => a - b))
        expect([items.length + dropped, waiting]).toEqual([all.length, 0])
      }),
    )
  })
})

test('a single line is shown at once', () => {
  const { shown } = run([0, 4_000, 4_000].map((afterMs) => ({ afterMs, origin: 'a' })))
  expect(shown.map(({ arrivedAt, shownAt }) => shownAt - arrivedAt)).toEqual([0, 0, 0])
})

test('an even stream is not delayed', () => {
  const { shown } = run(Array.from({ length: 40 }, () => ({ afterMs: 250, origin: 'a' })))
  const delays = shown.map(({ arrivedAt, shownAt }) => shownAt - arrivedAt)
  expect(Math.max(...delays)).toBeLessThanOrEqual(250)
})

test('bursts are spread over the time to the next one, as far as the budget allows', () => {
  const burst = (afterMs: number) => [
    { afterMs, origin: 'a' },
    ...'bcdef'.split('').map((origin) => ({ afterMs: 0, origin })),
  ]
  const { shown } = run([0, 2_500, 2_500, 2_500].flatMap(burst))
  const last = shown.slice(-6).map(({ shownAt }) => shownAt)
  const gaps = last.slice(1).map((at, index) => at - last[index]!)
  expect(Math.min(...gaps)).toBeGreaterThan(150)
  expect(last.at(-1)! - 7_500).toBeLessThanOrEqual(1_200)
})

test('in a flood every author is shown once before any author is shown twice', () => {
  const flood = Array.from({ length: roomIn(pace) + 1 }, (_, index) => ({
    afterMs: 0,
    origin: index < 8 ? 'loud' : `quiet ${index}`,
  }))
  const { shown, dropped } = run([...flood, ...flood])
  const quiet = shown.filter(({ item }) => flood[item % flood.length]!.origin !== 'loud')
  expect(dropped).toBeGreaterThan(0)
  expect(quiet.length).toBeGreaterThanOrEqual(5)
})

test('items that waited in a hidden page are dropped when the page is visible again', () => {
  const options = { item: 'old', origin: 'a', now: 0, pace }
  let smoothing = arrived(emptySmoothing<string>(), options)
  smoothing = released(smoothing, 0, pace).smoothing
  smoothing = arrived(smoothing, { ...options, now: 1 })
  const { items, smoothing: after, nextAt } = released(smoothing, staleMs + 2, pace)
  expect([items, after.dropped, nextAt]).toEqual([[], 1, undefined])
})
