import { describe, expect, test } from 'vitest'
import { makeTruth } from './truth.ts'

interface GiftMessage {
  readonly cmd: string
  readonly data: { readonly tid: string; readonly num: number; readonly price: number }
}

describe('the messages of the fake', () => {
  test('add up to its totals', () => {
    const { messages, chatIds, giftIds, items, gold } = makeTruth(100, 7)
    const gifts = (messages as GiftMessage[]).filter(({ cmd }) => cmd === 'SEND_GIFT')
    expect(giftIds).toEqual(gifts.map(({ data }) => data.tid))
    expect(new Set([...chatIds, ...giftIds]).size).toBe(100)
    expect(gifts.reduce((sum, { data }) => sum + data.num, 0)).toBe(items)
    expect(gifts.reduce((sum, { data }) => sum + data.num * data.price, 0)).toBe(gold)
  })

  test('are the same for the same seed, and share no id with another', () => {
    expect(makeTruth(30, 1)).toEqual(makeTruth(30, 1))
    const others = new Set(makeTruth(30, 2).chatIds)
    expect(makeTruth(30, 1).chatIds.filter((id) => others.has(id))).toEqual([])
  })
})
