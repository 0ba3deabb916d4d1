import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../lib/random.ts'
import type { PlatformDraft } from '../platform/platform.ts'
import { createSilenceDetector, type Loss, type SilenceDetector } from './silence-detector.ts'

const tickMs = 5_000

/** The average number of messages of each type or method in a minute. */
type Rates = Readonly<Record<string, number>>

const isType = (name: string): boolean => name === name.toLowerCase()

/** Feeds some minutes of a room to the detector; lower-case names are types, the others methods. */
function play(watch: SilenceDetector, rates: Rates, minutes: number, random = seededRandom(7)) {
  return (startAt: number): { readonly losses: readonly Loss[]; readonly endAt: number } => {
    const losses: Loss[] = []
    let now = startAt
    for (; now < startAt + minutes * 60_000; now += tickMs) {
      const came = Object.entries(rates).flatMap(([name, perMinute]) =>
        Array.from({ length: 20 }, () => name).filter(() => random() < perMinute / 12 / 20),
      )
      const drafts = came.filter(isType).map((type) => ({ type }) as PlatformDraft) // Only the type matters.
      const raws = came.filter((name) => !isType(name)).map((method) => ({ method, data: '' }))
      losses.push(...watch.observe({ drafts, raws }, now))
    }
    return { losses, endAt: now }
  }
}

describe('a type that vanishes', () => {
  const usual = { chat: 20, gift: 6, like: 30 }

  test('is reported once, within eleven minutes, if everything else continues', () => {
    const watch = createSilenceDetector()
    const before = play(watch, usual, 40)(0)
    expect(before.losses).toEqual([])
    const { losses, endAt } = play(watch, { chat: 20, like: 30 }, 11)(before.endAt)
    expect(losses).toMatchObject([{ kind: 'vanished-type', name: 'gift' }])
    expect(losses[0]?.count).toBeGreaterThan(40)
    expect(play(watch, { chat: 20, like: 30 }, 30)(endAt).losses).toEqual([])
  })

  test('is reported again if it came back between', () => {
    const watch = createSilenceDetector()
    let { endAt } = play(watch, usual, 40)(0)
    for (let round = 0; round < 2; round++) {
      const without = play(watch, { chat: 20, like: 30 }, 12)(endAt)
      expect(without.losses).toHaveLength(1)
      endAt = play(watch, usual, 60)(without.endAt).endAt
    }
  })

  test.each([
    ['the whole room falls quiet', { chat: 1 }],
    ['everything stops', {}],
  ])('is no loss where %s', (_, rates) => {
    const watch = createSilenceDetector()
    const { endAt } = play(watch, usual, 40)(0)
    expect(play(watch, rates, 30)(endAt).losses).toEqual([])
  })

  test.each([
    ['comes seldom anyway', { chat: 20, gift: 1 }, 40],
    ['was connected for too short a time', usual, 15],
  ])('is no loss if it %s', (_, rates, minutes) => {
    const watch = createSilenceDetector()
    const { endAt } = play(watch, rates, minutes)(0)
    expect(play(watch, { chat: 20 }, 12)(endAt).losses).toEqual([])
  })

  test('is no loss if all its events came in one burst', () => {
    const watch = createSilenceDetector()
    let { endAt } = play(watch, { chat: 20 }, 20)(0)
    endAt = play(watch, { chat: 20, gift: 200 }, 3)(endAt).endAt
    expect(play(watch, { chat: 20 }, 60)(endAt).losses).toEqual([])
  })

  test('a pause of the connection does not count as time without the type', () => {
    const watch = createSilenceDetector()
    const { endAt } = play(watch, usual, 40)(0)
    const after = play(watch, { chat: 20, like: 30 }, 5)(endAt + 3_600_000)
    expect(after.losses).toEqual([])
  })

  test('another broadcast starts without a history', () => {
    const watch = createSilenceDetector()
    const { endAt } = play(watch, usual, 40)(0)
    watch.forget()
    expect(play(watch, { chat: 20 }, 60)(endAt).losses).toEqual([])
  })

  test('a room with constant rates never causes a report, whatever the rates', () => {
    const rates = fc.record({
      chat: fc.integer({ min: 1, max: 100 }),
      gift: fc.integer({ min: 0, max: 30 }),
      like: fc.integer({ min: 0, max: 60 }),
    })
    fc.assert(
      fc.property(rates, fc.integer(), (one, seed) => {
        const result = play(createSilenceDetector(), one, 120, seededRandom(seed))(0)
        expect(result.losses).toEqual([])
      }),
      { numRuns: 20 },
    )
  })
})

describe('an unknown method', () => {
  test('is reported once if it becomes frequent, and not while it is rare', () => {
    const watch = createSilenceDetector()
    const first = play(watch, { chat: 20, SEND_GIFT_V3: 1 }, 30)(0)
    expect(first.losses).toEqual([])
    const { losses, endAt } = play(watch, { chat: 20, SEND_GIFT_V3: 12 }, 60)(first.endAt)
    expect(losses).toMatchObject([{ kind: 'unknown-method', name: 'SEND_GIFT_V3' }])
    expect(losses[0]?.count).toBeGreaterThanOrEqual(30)
    watch.forget()
    expect(play(watch, { chat: 20, SEND_GIFT_V3: 12 }, 30)(endAt).losses).toEqual([])
  })

  test('a new version of a site with many new names causes a few reports only', () => {
    const watch = createSilenceDetector()
    const rates = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`NEW_${n}`, 10]))
    expect(play(watch, { chat: 20, ...rates }, 30)(0).losses).toHaveLength(3)
  })

  test('an endless number of names takes the memory of a few, and is reported as one', () => {
    const watch = createSilenceDetector()
    const losses: Loss[] = []
    for (let n = 0; n < 20_000; n++) {
      const raws = [{ method: `NAME_${n}`, data: '' }]
      losses.push(...watch.observe({ drafts: [], raws }, n * 100))
    }
    expect(losses).toMatchObject([{ name: '(others)' }])
  })
})

describe('another form of a known message', () => {
  const watching = () => createSilenceDetector((method) => /^(.+)_V\d$/.exec(method)?.[1])
  const raw = (method: string) => ({ method, data: '' })

  test('is reported at its first message, and never again', () => {
    const watch = watching()
    expect(watch.checkSiblings([raw('NOISE'), raw('GIFT_V3'), raw('GIFT_V3')], 0)).toEqual([
      { kind: 'unknown-sibling', name: 'GIFT_V3', count: 1 },
    ])
    watch.forget()
    expect(watch.checkSiblings([raw('GIFT_V3'), raw('NOISE')], 10 * 3_600_000)).toEqual([])
  })

  test('is not reported again if it becomes frequent', () => {
    const watch = watching()
    expect(watch.checkSiblings([raw('GIFT_V3')], 0)).toHaveLength(1)
    expect(play(watch, { chat: 20, GIFT_V3: 30 }, 60)(0).losses).toEqual([])
  })

  test('only the first three of many at once are reported in an hour', () => {
    const watch = watching()
    const many = Array.from({ length: 50 }, (_, n) => raw(`NAME_${n}_V2`))
    expect(watch.checkSiblings(many, 0).map(({ name }) => name)).toEqual([
      'NAME_0_V2',
      'NAME_1_V2',
      'NAME_2_V2',
    ])
    expect(watch.checkSiblings(many, 3_599_999)).toEqual([])
    expect(watch.checkSiblings(many, 3_600_001)).toHaveLength(3)
  })

  test('is found among an endless number of names', () => {
    const watch = watching()
    for (let n = 0; n < 5_000; n++) expect(watch.checkSiblings([raw(`NAME_${n}`)], n)).toEqual([])
    expect(watch.checkSiblings([raw('CHAT_V2')], 5_000)).toHaveLength(1)
  })
})
