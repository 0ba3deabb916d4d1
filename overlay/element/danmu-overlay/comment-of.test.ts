import { describe, expect, test } from 'vitest'
import type { FeedEvent } from '../../../proto/feed/index.ts'
import { wordsFor } from '../../locale/index.ts'
import { overlayWords } from '../../locale/overlay.ts'
import type { Comment } from '../../danmaku/line.ts'
import { commentOf } from './comment-of.ts'
import { paidKind, priorityOf } from '../../danmaku/line-kind.ts'

const words = wordsFor(overlayWords, 'zh-CN')
const envelope = {
  v: 1,
  seq: 1,
  id: 'e',
  room: 'r',
  source: 'demo:1',
  at: 0,
  receivedAt: 0,
  user: { id: 'demo:7', name: '小明' },
} as const
const rose = { id: '1', name: '玫瑰' }
const yuan = (cents: number) => ({ amount: cents, unit: 'cny.fen', cents }) as const

function lineIn(language: string, event: FeedEvent): Comment | undefined {
  return commentOf(event, wordsFor(overlayWords, language))
}

describe('chat', () => {
  test('becomes its text, in its own colour', () => {
    const event = { ...envelope, type: 'chat', text: '你好', color: '#ff0000' } as const
    expect(commentOf(event, words)).toEqual({
      id: 'e',
      userId: 'demo:7',
      saidIn: 'demo:1',
      kind: 'plain',
      text: '你好',
      color: '#ff0000',
    })
  })

  test('becomes one line of limited length, and none if it is blank', () => {
    const chat = (text: string): FeedEvent => ({ ...envelope, type: 'chat', text })
    expect(commentOf(chat(' a\n\n b\t'), words)?.text).toBe('a b')
    expect(commentOf(chat('哈'.repeat(5_000)), words)?.text).toHaveLength(121)
    expect(commentOf(chat(' \n'), words)).toBeUndefined()
  })
})

describe('gifts', () => {
  const gift = (count: number, cents: number): FeedEvent => ({
    ...envelope,
    type: 'gift',
    gift: rose,
    count,
    price: yuan(10),
    value: yuan(cents),
  })

  test('of a high value become pills with their count', () => {
    expect(commentOf(gift(9, 9_000), words)).toMatchObject({
      kind: 'paid-2',
      badge: '×9',
      text: '小明 送出 玫瑰',
    })
  })

  test('of a low value become plain lines, and the end of a combo becomes none', () => {
    expect(commentOf(gift(2, 20), words)).toMatchObject({
      kind: 'plain',
      text: '小明 送出 玫瑰 ×2',
    })
    expect(commentOf(gift(0, 0), words)).toBeUndefined()
  })

  test('of a streak become two lines: the first gift, and the total at the end', () => {
    const step = (count: number, total: number, final: boolean): string | undefined => {
      const event = { ...gift(count, 20), combo: { id: 'c', total, final } } as FeedEvent
      return commentOf(event, words)?.text
    }
    const steps = [step(1, 1, false), step(1, 2, false), step(3, 5, false), step(0, 5, true)]
    expect(steps).toEqual(['小明 送出 玫瑰 ×1', undefined, undefined, '小明 送出 玫瑰 ×5'])
    expect(step(0, 1, true)).toBeUndefined()
    expect(step(2, 2, true)).toBe('小明 送出 玫瑰 ×2')
  })

  test('are worded in the language of the page', () => {
    expect(lineIn('en-GB', gift(1, 20))?.text).toBe('小明 sent 玫瑰 ×1')
  })
})

test('a superchat becomes a pill with its price, whatever the tier', () => {
  const event = { ...envelope, type: 'superchat', text: '加油', shownMs: 60_000 } as const
  expect(commentOf({ ...event, value: yuan(3_000) }, words)).toMatchObject({
    kind: 'paid-1',
    badge: '¥30',
    text: '小明 加油',
  })
  expect(commentOf({ ...event, value: { amount: 7, unit: 'coin' } }, words)).toMatchObject({
    kind: 'paid-1',
    badge: '7 金币',
  })
})

test('a membership becomes a pill in the colour of its rank', () => {
  const event = { ...envelope, type: 'membership', kind: 'renew', tier: '舰长', months: 3 } as const
  expect(commentOf({ ...event, guard: 3 }, words)).toMatchObject({
    kind: 'guard-3',
    text: '小明 续费了舰长 3 个月',
  })
  expect(lineIn('en', event)).toMatchObject({ kind: 'paid-2', text: '小明 renewed 舰长, 3 months' })
})

test('coins have the tier of their weight, and no other currency is shown', () => {
  const coins = (amount: number) => ({ amount, unit: 'coin' }) as const
  const superchat = { ...envelope, type: 'superchat', text: '加油', shownMs: 60_000 } as const
  expect(commentOf({ ...superchat, value: coins(1_000) }, words)).toMatchObject({
    kind: 'paid-3',
    badge: '1000 金币',
  })
  const gift = { ...envelope, type: 'gift', gift: { id: '1', name: '玫瑰' }, count: 1 } as const
  const rocket = { ...gift, price: coins(5_000), value: coins(5_000) }
  expect(commentOf(rocket, words)).toMatchObject({ kind: 'paid-4' })
  expect(commentOf({ ...gift, price: coins(9), value: coins(9) }, words)).toMatchObject({
    kind: 'plain',
  })
})

test('prices rise through six tiers, and a dearer line has priority', () => {
  const steps = [0, 99, 100, 5_000, 10_000, 50_000, 100_000, 200_000]
  const kinds = steps.map(paidKind)
  const names = ['paid-1', 'paid-2', 'paid-3', 'paid-4', 'paid-5', 'paid-6']
  expect(kinds).toEqual([undefined, undefined, ...names])
  const priorities = kinds.map((kind) => priorityOf(kind ?? 'plain'))
  expect(priorities).toEqual([0, 0, 1, 2, 3, 5, 6, 8])
})
