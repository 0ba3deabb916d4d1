import fc from 'fast-check'
import { expect, test } from 'vitest'
import { grown, type Streak, streakKey } from './combo.ts'
import { fakeGift } from './event.fake.ts'

test('gifts without a streak are grouped by giver, gift and receiver', () => {
  const gift = fakeGift()
  expect(streakKey(fakeGift())).toBe(streakKey(gift))
  expect(streakKey(fakeGift({ gift: { id: '2', name: 'x' } }))).not.toBe(streakKey(gift))
  expect(streakKey(fakeGift({ to: { id: 'x:9', name: 'y' } }))).not.toBe(streakKey(gift))
})

test('gifts of unknown users are not grouped', () => {
  const user = { name: '神秘人' }
  expect(streakKey(fakeGift({ user }))).not.toBe(streakKey(fakeGift({ user })))
})

test('single gifts are added up in number and in value', () => {
  const streak = grown(grown(undefined, fakeGift({ count: 2 })), fakeGift({ count: 3 }))
  expect(streak).toMatchObject({ total: 5, worth: { cents: 500 }, final: false })
})

test('a streak ends at its highest total, whatever is lost, doubled or late', () => {
  const totals = fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1 })
  fc.assert(
    fc.property(totals, fc.boolean(), (seen, final) => {
      const sent = seen.map((total, index) =>
        fakeGift({ combo: { id: 'c', total, final: final && index === 0 } }),
      )
      const end = sent.reduce<Streak | undefined>(grown, undefined)
      const total = Math.max(...seen)
      expect(end).toMatchObject({ total, worth: { cents: total * 100 }, final })
    }),
  )
})
