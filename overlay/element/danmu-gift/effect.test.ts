import { describe, expect, test } from 'vitest'
import { fakeGift } from '../base/event.fake.ts'
import { type Effect, effectOf, mostEffects, queued, readRules } from './effect.ts'

describe('rules', () => {
  test.each([
    ['', 0],
    ['not json', 0],
    ['{"url":"a.webm"}', 0],
    ['[{"url":"a.webm"},{"gift":"x"},{"url":1},null,{"url":"b.png","minValue":"1"}]', 2],
    ['[{"url":"a.webm","gift":"火箭","minValue":10,"seconds":3}]', 1],
  ])('%j holds %i', (text, count) => {
    expect(readRules(text)).toHaveLength(count)
  })

  test('the first rule that matches a gift has its effect', () => {
    const rules = [
      { gift: '小心心', minValue: 10, url: 'many.webm' },
      { gift: '1', url: 'one.png', seconds: 2 },
      { url: 'any.png' },
    ]
    const of = (cents: number, name = '小心心', id = '1') =>
      effectOf(fakeGift({ gift: { id, name } }), { key: 'k', cents, rules })
    expect(of(1_000)).toMatchObject({ url: 'many.webm', kind: 'video' })
    expect(of(999)).toMatchObject({ url: 'one.png', kind: 'picture', lastsMs: 2_000 })
    expect(of(5, 'x', '2')).toMatchObject({ url: 'any.png', lastsMs: 5_000 })
  })
})

test('without a file the picture of the gift is the effect, if there is one', () => {
  const rules = [{ minValue: 10, seconds: 3 }]
  const of = (image?: string) => {
    const gift = { id: '1', name: '火箭', ...(image === undefined ? {} : { image }) }
    return effectOf(fakeGift({ gift }), { key: 'k', cents: 1_000, rules })
  }
  const image = 'https://i0.hdslb.com/rocket.png'
  expect(of(image)).toEqual({ key: 'k', url: image, kind: 'gift', lastsMs: 3_000, cents: 1_000 })
  expect([of(), of('http://insecure.example/rocket.png')]).toEqual([undefined, undefined])
})

test('effects wait by value, and the cheapest is dropped when too many wait', () => {
  const effect = (cents: number): Effect => ({
    key: `${cents}`,
    url: 'a.png',
    kind: 'picture',
    lastsMs: 1,
    cents,
  })
  const cents = [3, 1, 2, 9, 8, 7, 6, 5, 4]
  const queue = cents.reduce<readonly Effect[]>((all, one) => queued(all, effect(one)), [])
  expect(queue.map((one) => one.cents)).toEqual([9, 8, 7, 6, 5, 4, 3, 2])
  expect(queue).toHaveLength(mostEffects)
})
