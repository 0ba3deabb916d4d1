import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fakeCoinGift, fakeGift } from '../base/event.fake.ts'
import { sorted } from '../base/sorted.ts'
import {
  changesAt,
  addGift,
  type GiftCards,
  leavesAt,
  expire,
  shownCards,
  withoutGifts,
} from './gift-cards.ts'

const single = (id: string, cents: number) =>
  fakeGift({ gift: { id, name: id }, cents, user: { id: `u:${id}`, name: id } })
const names = (deck: GiftCards): readonly string[] =>
  shownCards(deck).map(({ streak }) => streak.event.gift.name ?? '')
const after = (
  deck: GiftCards,
  gifts: readonly ReturnType<typeof fakeGift>[],
  now: number,
): GiftCards =>
  expire(
    gifts.reduce((all, gift) => addGift(all, gift, now), deck),
    now,
    3,
  )

describe('card places', () => {
  test('go to the dearest cards, and cards stay in their places', () => {
    let deck = after([], [single('a', 100), single('b', 200), single('c', 300)], 0)
    deck = after(deck, [single('d', 400)], 10)
    expect(names(deck)).toEqual(['a', 'b', 'c'])
  })

  test('of the cheapest cards are reused for a gift of a higher tier', () => {
    let deck = after([], [single('a', 100), single('b', 10_000), single('c', 300)], 0)
    deck = after(deck, [single('rocket', 200_000)], 10)
    expect(names(deck)).toEqual(['b', 'c', 'rocket'])
  })

  test('go to coins by their weight', () => {
    const coins = (id: string, amount: number) => fakeCoinGift(amount, { gift: { id, name: id } })
    let deck = after([], [single('a', 100), coins('ten', 10), single('c', 300)], 0)
    deck = after(deck, [coins('rocket', 20_000)], 10)
    expect(names(deck)).toEqual(['a', 'c', 'rocket'])
    expect(deck.map(({ tier }) => tier)).toEqual([1, 1, 1, 6])
  })

  test('that become free go to the dearest cards that wait', () => {
    let deck = after([], [single('a', 100), single('b', 100), single('c', 100)], 0)
    const waiting = [single('d', 100), single('e', 200), single('f', 150), single('g', 120)]
    deck = after(deck, waiting, 10)
    expect(changesAt(deck, 3_999)).toBe(4_000)
    expect(names(expire(deck, 4_000, 3))).toEqual(['e', 'f', 'g'])
  })

  test('are occupied longest by the dearest cards', () => {
    const deck = after([], [single('a', 0), single('b', 50_000), single('c', 200_000)], 0)
    const times = shownCards(deck).map(leavesAt)
    expect(times).toEqual(sorted(times, (a, b) => a - b))
    expect(new Set(times).size).toBe(3)
  })
})

describe('a streak', () => {
  const step = (total: number, final = false, count = 1) =>
    fakeGift({ count, cents: 10, combo: { id: 'c', total, final } })

  test('holds its card for eight seconds after it grew, unless it is over', () => {
    const deck = after([], [step(1)], 0)
    expect(leavesAt(deck[0]!)).toBe(8_000)
    expect(leavesAt(after(deck, [step(2)], 5_000)[0]!)).toBe(13_000)
    expect(leavesAt(after(deck, [step(2, true)], 5_000)[0]!)).toBe(8_000)
  })

  test('is not extended by repeats of earlier events', () => {
    const deck = after(after([], [step(3)], 0), [step(3), step(2)], 4_000)
    expect(leavesAt(deck[0]!)).toBe(8_000)
  })

  test('that continues after its card left continues its total', () => {
    let deck = after([], [step(5)], 0)
    deck = expire(deck, 9_000, 3)
    expect(deck).toEqual([])
    expect(addGift(deck, step(5, true, 0), 9_001)).toEqual([])
    expect(addGift(deck, step(6), 9_001)[0]!.streak.total).toBe(6)
  })
})

test('a storm of streaks, with copies, losses and late ends, shows the totals of the store', () => {
  const storm = fc.array(
    fc.record({
      streak: fc.integer({ min: 0, max: 5 }),
      added: fc.integer({ min: 1, max: 9 }),
      fate: fc.constantFrom('once', 'once', 'once', 'twice', 'late'),
      ends: fc.boolean(),
    }),
    { minLength: 1, maxLength: 80 },
  )
  fc.assert(
    fc.property(storm, (steps) => {
      const stored = new Map<string, number>()
      const now: ReturnType<typeof fakeGift>[] = []
      const later: ReturnType<typeof fakeGift>[] = []
      for (const { streak, added, fate, ends } of steps) {
        const id = `s${streak}`
        const total = (stored.get(id) ?? 0) + added
        stored.set(id, total)
        const gift = fakeGift({ count: added, combo: { id, total, final: ends } })
        if (fate === 'late') later.push(gift)
        else now.push(gift, ...(fate === 'twice' ? [gift] : []))
      }
      const deck = [...now, ...later].reduce<GiftCards>(
        (cards, gift, index) => expire(addGift(cards, gift, index), index, 3),
        [],
      )
      const shown = deck.map(({ streak }) => [streak.event.combo?.id, streak.total])
      expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(stored))
      expect(shown.length).toBe(stored.size)
      expect(shownCards(deck).length).toBe(Math.min(3, stored.size))
    }),
  )
})

test('a withdrawn gift loses its card', () => {
  const deck = after([], [single('a', 1), single('b', 1)], 0)
  expect(names(withoutGifts(deck, { user: 'u:a' }))).toEqual(['b'])
})

test('a flood of gift kinds stays bounded, and the dearest remain', () => {
  const flood = Array.from({ length: 500 }, (_, index) => single(`g${index}`, index))
  const deck = after([], [single('rocket', 300_000), ...flood], 0)
  expect(deck.length).toBeLessThanOrEqual(60)
  expect(names(deck)).toContain('rocket')
})
