import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { GiftEvent } from '../../proto/feed/index.ts'
import { inflateNode } from '../lib/bytes/inflate-node.ts'
import { utf8 } from '../lib/bytes/utf8.ts'
import { douyin } from '../platform/douyin/index.ts'
import type { GiftDraft } from '../platform/platform.ts'
import { createCombos } from './combo.ts'
import { ann, counts, last, price, rose, step, sum } from './combo.fake.ts'

describe('S0-2 a streak with running totals', () => {
  test('adds the increases: 1, 2, 3, 5, 6 and the end are 6 items', () => {
    const combos = createCombos()
    const events = [1, 2, 3, 5, 6].flatMap((total) => combos.accept(step(total), 0))
    expect(counts(events)).toEqual([1, 1, 1, 2, 1])
    expect(counts(combos.accept(last(6), 0))).toEqual([0])
  })

  test('has the value, the total and the state in each event', () => {
    const combos = createCombos()
    combos.accept(step(2), 0)
    expect(combos.accept(last(5), 0)).toEqual([
      {
        type: 'gift',
        id: 'x:m5',
        user: ann,
        gift: rose,
        price,
        count: 3,
        value: { amount: 9, unit: 'diamond', cents: 90 },
        combo: { id: 'g/7//x:1', total: 5, final: true },
      },
    ])
  })

  test('ignores a late or repeated total', () => {
    const combos = createCombos()
    combos.accept(step(5), 0)
    expect([...combos.accept(step(4), 1), ...combos.accept(step(5), 2)]).toEqual([])
  })

  test('an end that adds nothing closes the streak under an id of its own', () => {
    const combos = createCombos()
    combos.accept(step(5), 0)
    expect(combos.accept(last(5), 1)).toMatchObject([
      { id: 'g/7//x:1:final', count: 0, value: { amount: 0 }, combo: { total: 5, final: true } },
    ])
  })

  test('a message after the end does not start the streak again, but an increase still counts', () => {
    const combos = createCombos()
    combos.accept(last(5), 0)
    expect([step(1), step(5), last(5)].flatMap((draft) => combos.accept(draft, 1))).toEqual([])
    expect(combos.accept(step(7), 2)).toMatchObject([
      { count: 2, combo: { total: 7, final: true } },
    ])
    expect(combos.nextExpiryAt).toBeUndefined()
  })

  test('a message of an ended streak that is repeated an hour later adds nothing', () => {
    const combos = createCombos()
    combos.accept(step(5), 0)
    combos.expire(30_000)
    expect([step(4), step(5), last(5)].flatMap((draft) => combos.accept(draft, 3_600_000))).toEqual(
      [],
    )
  })
})

describe('the owner of a streak', () => {
  test.each([
    ['user', { user: { id: 'x:2', name: 'Ann' } }],
    ['name, where there is no id', { user: { name: 'Ann' } }],
    ['gift', { gift: { id: '8', name: 'lily' } }],
    ['receiver', { to: { id: 'x:9', name: 'Cat' } }],
    ['group', { combo: { group: 'h', final: false } }],
  ])('another %s is another streak', (_what, facts) => {
    const combos = createCombos()
    combos.accept(step(5), 0)
    expect(counts(combos.accept(step(2, facts), 0))).toEqual([2])
  })
})

describe('a missing end', () => {
  test('is added after 30 seconds without a step', () => {
    const combos = createCombos()
    combos.accept(step(1), 1_000)
    combos.accept(step(2), 5_000)
    expect(combos.nextExpiryAt).toBe(35_000)
    expect(combos.expire(34_999)).toEqual([])
    expect(combos.expire(35_000)).toMatchObject([
      { id: 'g/7//x:1:final', count: 0, combo: { total: 2, final: true } },
    ])
    expect([combos.expire(99_000), combos.nextExpiryAt]).toEqual([[], undefined])
  })

  test('is added after the patience of the platform if that is longer', () => {
    const combos = createCombos()
    combos.accept(step(1, { combo: { group: 'slow', final: false } }), 0)
    combos.accept(step(1, { combo: { group: 'fast', final: false, idleMs: 5_000 } }), 0)
    expect(combos.nextExpiryAt).toBe(5_000)
    expect(combos.expire(5_000)).toMatchObject([{ combo: { id: 'fast/7//x:1' } }])
    expect(combos.nextExpiryAt).toBe(30_000)
  })

  test('does not end the streak twice if it arrives late', () => {
    const combos = createCombos()
    combos.accept(step(2), 0)
    combos.expire(30_000)
    expect(combos.accept(last(2), 31_000)).toEqual([])
  })

  test('is added for the streak that is idle for longest if there are too many', () => {
    const combos = createCombos(2)
    const group = (name: string) => step(1, { combo: { group: name, final: false } })
    combos.accept(group('a'), 0)
    combos.accept(group('b'), 1)
    combos.accept(group('a'), 2)
    expect(combos.accept(group('c'), 3)).toMatchObject([
      { count: 1, combo: { id: 'c/7//x:1', final: false } },
      { count: 0, combo: { id: 'b/7//x:1', final: true } },
    ])
  })

  test('a streak that was closed because of the bound is not counted again if it is repeated', () => {
    const combos = createCombos(1)
    const group = (name: string, count: number) =>
      step(count, { combo: { group: name, final: false } })
    combos.accept(group('a', 5), 0)
    combos.accept(group('b', 1), 1) // closes the streak a
    expect(combos.accept(group('a', 5), 2)).toEqual([])
    expect(combos.accept(group('a', 7), 3)).toMatchObject([
      { count: 2, combo: { total: 7, final: true } },
    ])
  })
})

describe('gifts without running totals', () => {
  let messages = 0
  const added = (count: number, final = false): GiftDraft =>
    step(count, { id: `x:a${++messages}`, tally: 'added', combo: { group: 'g', final } })

  test('each count as they are, and the total of their streak grows', () => {
    const combos = createCombos()
    const events = [added(2), added(2), added(1, true)].flatMap((draft) => combos.accept(draft, 0))
    expect(counts(events)).toEqual([2, 2, 1])
    expect(events.map(({ combo }) => [combo?.total, combo?.final])).toEqual([
      [2, false],
      [4, false],
      [5, true],
    ])
  })

  test('are added once, even if a message is repeated', () => {
    const combos = createCombos()
    const [first, second] = [added(2), added(3)]
    const events = [first, first, second, first, second].flatMap((one) => combos.accept(one, 0))
    expect(events.map(({ count, combo }) => [count, combo?.total])).toEqual([
      [2, 2],
      [3, 5],
    ])
    expect(combos.expire(60_000)).toMatchObject([{ combo: { total: 5, final: true } }])
  })

  test('are forgotten after too many others', () => {
    const combos = createCombos(2)
    const gifts = [added(1), added(1), added(1)]
    for (const gift of gifts) combos.accept(gift, 0)
    expect(gifts.toReversed().map((gift) => combos.accept(gift, 0).length)).toEqual([0, 0, 1])
  })

  test('without a streak have no combo, and each counts', () => {
    const { combo: _, ...single } = step(66, { tally: 'added' })
    const combos = createCombos()
    const events = [single, single].flatMap((draft) => combos.accept(draft, 0))
    expect(counts(events)).toEqual([66, 66])
    expect(events[0]).not.toHaveProperty('combo')
    expect(combos.nextExpiryAt).toBeUndefined()
  })

  test('keep the value that was paid', () => {
    const value = { amount: 1, unit: 'gold' } as const
    const [event] = createCombos().accept({ ...added(5), value }, 0)
    expect(event?.value).toEqual(value)
  })
})

describe('after a restart', () => {
  const logged = (total: number, final: boolean): GiftEvent => ({
    v: 1,
    seq: 1,
    id: 'x:m',
    room: 'r',
    source: 'x:r',
    at: 0,
    receivedAt: 1_000,
    type: 'gift',
    user: ann,
    gift: rose,
    count: 1,
    price,
    value: price,
    combo: { id: 'g/7//x:1', total, final },
  })

  test('a streak continues at the total in the log', () => {
    const combos = createCombos()
    combos.restore(logged(3, false))
    combos.restore(logged(4, false))
    expect(combos.nextExpiryAt).toBe(31_000)
    expect(counts(combos.accept(step(6), 2_000))).toEqual([2])
  })

  test('items from before the restart are not added again', () => {
    const combos = createCombos()
    combos.restore({ ...logged(3, false), id: 'x:old' })
    const added = { tally: 'added', combo: { group: 'g', final: false } } as const
    expect(combos.accept(step(1, { id: 'x:old', ...added }), 2_000)).toEqual([])
    const [event] = combos.accept(step(1, { id: 'x:new', ...added }), 2_000)
    expect(event?.combo?.total).toBe(4)
  })

  test('an ended streak stays ended', () => {
    const combos = createCombos()
    combos.restore(logged(3, false))
    combos.restore(logged(4, true))
    expect([combos.accept(last(4), 2_000), combos.nextExpiryAt]).toEqual([[], undefined])
  })
})

describe('the frames of the Douyin fixtures', () => {
  const folder = join(import.meta.dirname, '../platform/douyin/fixture/frame')
  const tools = { inflate: inflateNode, utf8, mask: (key: string) => key }
  const truth = JSON.parse(
    readFileSync(join(folder, 'synthetic-gift-combo.truth.json'), 'utf8'),
  ) as {
    readonly totals: Readonly<Record<string, { gift_count: number; diamonds: number }>>
    readonly steps: readonly { frame: string; delta: number; user_id: string }[]
  }
  const giftsOf = (file: string): readonly GiftDraft[] =>
    douyin
      .read(new Uint8Array(readFileSync(join(folder, file))), tools)
      .drafts.filter((draft) => draft.type === 'gift')

  test('S0-2 add up to the ledger, frame by frame and sender by sender', () => {
    const combos = createCombos()
    const frames = truth.steps.map(({ frame }) =>
      giftsOf(frame).flatMap((draft) => combos.accept(draft, 0)),
    )
    expect(frames.map((events) => sum(counts(events)))).toEqual(
      truth.steps.map(({ delta }) => delta),
    )
    for (const [user, { gift_count: count, diamonds }] of Object.entries(truth.totals)) {
      const events = frames.flat().filter((event) => event.user?.id === `douyin:${user}`)
      expect(sum(counts(events))).toBe(count)
      expect(sum(events.map(({ value }) => value.amount))).toBe(diamonds)
      expect(events.filter(({ combo }) => combo?.final)).toHaveLength(1)
    }
  })

  test('a bundle counts once with all its items', () => {
    const combos = createCombos()
    const events = giftsOf('synthetic-gift-bundle-66.bin').flatMap((one) => combos.accept(one, 0))
    expect(events).toMatchObject([{ count: 66, value: { amount: 594, cents: 5940 } }])
  })
})
