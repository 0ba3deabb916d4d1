import { describe, expect, test } from 'vitest'
import { wordsFor } from '../../locale/index.ts'
import { elementWords } from '../../locale/element.ts'
import {
  fakeChat,
  fakeCoinGift,
  fakeEvent,
  fakeGift,
  fakeMembership,
  fakeSuperchat,
} from '../base/event.fake.ts'
import { figureOf, figureText, paidBy, progressOf, readFigures } from './figure.ts'

const words = wordsFor(elementWords, 'zh-CN')
const stats = [
  fakeEvent('stats', { online: 10, income: { amount: 100, unit: 'diamond', cents: 1_000 } }),
  fakeEvent('stats', { online: 5, likes: 7, income: { amount: 250, unit: 'cny.fen' } }),
]
const facts = { stats, paidCents: 12_300 }

test('figures of several sources are added up; an unreported figure is unknown', () => {
  expect(figureOf('online', facts)).toBe(15)
  expect(figureOf('likes', facts)).toBe(7)
  expect(figureOf('income', facts)).toBe(12.5)
  expect(figureOf('paid', facts)).toBe(123)
  expect(figureOf('followers', facts)).toBeUndefined()
})

test('a list of figures is read without unknown names', () => {
  expect(readFigures('online, likes nonsense')).toEqual(['online', 'likes'])
  expect(readFigures('')).toEqual([])
})

test('figures are formatted as numbers of a language', () => {
  expect(figureText('likes', 12_345, words)).toBe('1.2万')
  expect(figureText('likes', 12_345, wordsFor(elementWords, 'en'))).toBe('12.3K')
  expect(figureText('paid', 12.5, words)).toBe('¥12.50')
})

describe('a goal', () => {
  test.each([
    [246, 0.5, false],
    [123, 1, true],
    [100, 1, true],
    [0, 0, false],
  ])('of %i yuan is reached by the share %d', (goal, share, reached) => {
    expect(progressOf('paid', goal, { facts, words })).toMatchObject({ share, reached })
  })
})

test('payments are the sum of events; a streak is counted once', () => {
  const step = fakeGift({ count: 2, combo: { id: 'c', total: 9, final: false } })
  const made = fakeSuperchat({ test: true })
  expect([step, fakeSuperchat(), fakeMembership(), fakeChat('free'), made].map(paidBy)).toEqual([
    200, 3_000, 19_800, 0, 0,
  ])
})

test('coins count in the sums by their weight', () => {
  expect(paidBy(fakeCoinGift(30))).toBe(300)
  const income = fakeEvent('stats', { income: { amount: 1_000, unit: 'coin' } })
  expect(figureOf('income', { stats: [...stats, income], paidCents: 0 })).toBe(112.5)
})
