import { describe, expect, test } from 'vitest'
import type { GiftDraft, PlatformDraft, Timed } from '../platform.ts'
import { demo } from './index.ts'

const take = (ref: string, count: number, seed = 1): readonly Timed[] => {
  const timeline = demo.timeline(ref, seed)
  return Array.from({ length: count }, () => timeline.next().value)
}

const ofType = <T extends PlatformDraft['type']>(timeline: readonly Timed[], type: T) =>
  timeline
    .map(({ draft }) => draft)
    .filter((draft): draft is Extract<PlatformDraft, { type: T }> => draft.type === type)

const neverGoesBack = (timeline: readonly Timed[]): boolean =>
  timeline.every(({ afterMs }, index) => afterMs >= (timeline[index - 1]?.afterMs ?? 0))

describe('demo:busy', () => {
  const minutes = take('busy', 6000)

  test('is live at once, with figures and a line of chat', () => {
    const opening = minutes.filter(({ afterMs }) => afterMs === 0).map(({ draft }) => draft.type)
    expect(opening.slice(0, 3)).toEqual(['room', 'stats', 'chat'])
  })

  test('shows at least 20 events in the first 3 seconds, and 6 to 12 a second later', () => {
    expect(minutes.filter(({ afterMs }) => afterMs < 3000).length).toBeGreaterThanOrEqual(20)
    const perSecond = minutes.length / (minutes.at(-1)!.afterMs / 1000)
    expect(perSecond).toBeGreaterThan(6)
    expect(perSecond).toBeLessThan(12)
  })

  test('never goes back in time', () => {
    expect(neverGoesBack(minutes)).toBe(true)
  })

  test('is the same for the same seed, and different for another', () => {
    expect(take('busy', 300, 7)).toEqual(take('busy', 300, 7))
    expect(take('busy', 300, 7)).not.toEqual(take('busy', 300, 8))
  })

  test('gives no event an id: the same seed would repeat those of the last start', () => {
    expect(minutes.filter(({ draft }) => draft.id !== undefined)).toEqual([])
  })

  test('shows every type of event', () => {
    const types = new Set(minutes.map(({ draft }) => draft.type))
    const wanted = [
      'chat',
      'enter',
      'follow',
      'gift',
      'like',
      'membership',
      'rank',
      'room',
      'share',
      'stats',
      'superchat',
    ]
    expect([...types].toSorted()).toEqual(wanted)
  })

  test('has streaks with growing totals, some without an end', () => {
    const streaks = new Map<string, GiftDraft[]>()
    for (const gift of ofType(minutes, 'gift')) {
      if (gift.combo)
        streaks.set(gift.combo.group, [...(streaks.get(gift.combo.group) ?? []), gift])
    }
    const endings = [...streaks.values()].map((steps) => {
      const totals = steps.map(({ count }) => count)
      expect(totals).toEqual([...new Set(totals)].toSorted((a, b) => a - b))
      return steps.at(-1)!.combo!.final
    })
    expect(new Set(endings)).toEqual(new Set([true, false]))
  })

  test('shows income and a board that are the sums of the earlier gifts', () => {
    const last = minutes.findLastIndex(({ draft }) => draft.type === 'rank')
    const before = minutes.slice(0, last)
    const given = new Map<string, number>()
    const totals = new Map<string, number>()
    for (const { count, combo, price, user } of ofType(before, 'gift')) {
      const known = combo ? (totals.get(combo.group) ?? 0) : 0
      if (combo) totals.set(combo.group, count)
      given.set(user!.name!, (given.get(user!.name!) ?? 0) + (count - known) * price.amount)
    }
    const { rows } = ofType(minutes, 'rank').at(-1)!
    expect(rows.map(({ score }) => score)).toEqual(
      [...given.values()].toSorted((a, b) => b - a).slice(0, 10),
    )
    expect(rows.every(({ user, score }) => given.get(user.name!) === score)).toBe(true)
  })

  test('counts likes without a hole', () => {
    const likes = ofType(minutes, 'like')
    expect(likes.length).toBeGreaterThan(10)
    for (const [index, like] of likes.slice(1).entries()) {
      expect(like.total).toBe(likes[index]!.total! + like.count)
    }
  })
})

describe('demo:<n>', () => {
  test.each([1, 50, 10_000])('spreads %i events evenly over a second', (perSecond) => {
    const timeline = take(String(perSecond), perSecond + 1)
    expect(timeline.at(-1)!.afterMs).toBe(1000)
    expect(timeline[1]!.afterMs - timeline[0]!.afterMs).toBeCloseTo(1000 / perSecond)
    expect(neverGoesBack(timeline)).toBe(true)
  })

  test('has events of about 350 bytes', () => {
    const sizes = take('1000', 500).map(({ draft }) => {
      const id = 'Cn3vN8Zq0Yk:123456'
      const envelope = { v: 1, seq: 123456, id, room: 'demo:1000', source: 'demo:1000' }
      const event = { ...envelope, at: 1.7e12, receivedAt: 1.7e12, ...draft }
      return new TextEncoder().encode(JSON.stringify(event)).length
    })
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length
    expect(Math.abs(mean - 350)).toBeLessThan(15)
    expect(Math.max(...sizes)).toBeLessThan(420)
  })

  test.each(['0', '10001', '1.5', '-1', '01', '', 'quiet', 'busy2'])(
    'there is no demo:%s, and the message names the existing ones',
    (ref) => {
      expect(() => demo.timeline(ref, 1)).toThrow(RangeError)
      expect(() => demo.timeline(ref, 1)).toThrow(/demo:busy.*demo:10000/)
    },
  )
})
