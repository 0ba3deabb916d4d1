import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  fakeChat,
  fakeCoinGift,
  fakeEvent,
  fakeGift,
  fakeMembership,
  fakeSuperchat,
} from './event.fake.ts'
import { filterOf, type FilterOptions, folded, passes } from './filter.ts'

const open: FilterOptions = {
  kinds: '',
  blockWords: '',
  blockUsers: '',
  minLevel: 0,
  minValue: 0,
  hideTests: false,
}
const own = 'chat gift superchat membership'
const filter = (over: Partial<FilterOptions>) => filterOf({ ...open, ...over }, own)

describe('kinds', () => {
  test('are those of the element unless they are named', () => {
    const enter = fakeEvent('enter', {})
    expect([passes(fakeChat('a'), filter({})), passes(enter, filter({}))]).toEqual([true, false])
    const named = filter({ kinds: 'enter, follow' })
    expect([passes(fakeChat('a'), named), passes(enter, named)]).toEqual([false, true])
  })
})

describe('block words', () => {
  test.each([
    ['加微信', '快加 微 信 吧'],
    ['加微信', '加\u200b微信'],
    ['VX', '我的ｖＸ是'],
    ['a,b', 'xbx'],
  ])('%j keeps %j off the screen', (blockWords, text) => {
    expect(passes(fakeChat(text), filter({ blockWords }))).toBe(false)
    expect(passes(fakeSuperchat({ text }), filter({ blockWords }))).toBe(false)
  })

  test('apply to names too, but not to the names of gifts', () => {
    const user = { id: 'x:1', name: '加微信看片' }
    expect(passes(fakeGift({ user }), filter({ blockWords: '微信' }))).toBe(false)
    expect(passes(fakeGift(), filter({ blockWords: '小心心' }))).toBe(true)
  })

  test('that are blank or separators only block nothing', () => {
    expect(passes(fakeChat(''), filter({ blockWords: ' ,，\n \u200b' }))).toBe(true)
  })

  test('block a line exactly if it contains one of them after folding', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'B', ' ', '微', '信', 'Ｃ') })
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 3 }), (line, words) => {
        const blocked = words
          .map(folded)
          .filter((word) => word !== '')
          .some((word) => folded(line).includes(word))
        const event = fakeChat(line, { user: { name: '0' } })
        expect(passes(event, filter({ blockWords: words.join(',') }))).toBe(!blocked)
      }),
    )
  })
})

describe('block users', () => {
  test('match by id or by name, whatever the case', () => {
    const user = { id: 'bilibili:7', name: 'Troll' }
    const by = (blockUsers: string) => passes(fakeChat('hi', { user }), filter({ blockUsers }))
    expect([by('bilibili:7'), by('x, tROLL'), by('bilibili:77'), by('Tro')]).toEqual([
      false,
      false,
      true,
      true,
    ])
  })
})

describe('levels and values', () => {
  test('a minimum level applies to free messages, not to paid ones', () => {
    const user = { id: 'x:1', name: 'a', level: 4 }
    const high = filter({ minLevel: 5 })
    expect(passes(fakeChat('hi', { user }), high)).toBe(false)
    expect(passes(fakeChat('hi'), high)).toBe(false)
    expect(passes(fakeChat('hi', { user: { ...user, level: 5 } }), high)).toBe(true)
    expect(passes(fakeSuperchat({ user }), high)).toBe(true)
  })

  test('a streak passes once its total reaches the minimum value', () => {
    const ten = filter({ minValue: 10 })
    const at = (total: number) => fakeGift({ combo: { id: 'c', total, final: false } })
    expect([passes(at(9), ten), passes(at(10), ten)]).toEqual([false, true])
    expect(passes(fakeMembership(), ten)).toBe(true)
    expect(passes(fakeChat('free'), ten)).toBe(true)
  })

  test('coins pass by their weight', () => {
    const ten = filter({ minValue: 10 })
    expect([passes(fakeCoinGift(99), ten), passes(fakeCoinGift(100), ten)]).toEqual([false, true])
    const combo = { id: 'c', total: 100, final: false }
    expect(passes(fakeCoinGift(1, { combo }), ten)).toBe(true)
  })

  test('an event without a price in money has no value', () => {
    const silver = { amount: 9_000, unit: 'silver' } as const
    expect(passes(fakeGift({ price: silver, value: silver }), filter({ minValue: 0.01 }))).toBe(
      false,
    )
  })
})

test('events marked as tests can be hidden', () => {
  for (const event of [fakeChat('hi', { id: 'test:1' }), fakeChat('hi', { test: true })]) {
    expect([passes(event, filter({})), passes(event, filter({ hideTests: true }))]).toEqual([
      true,
      false,
    ])
  }
})
