import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCombos } from '../pipeline/combo.ts'
import type { Combo } from '../store/query/coin/gift-order.ts'
import { comboAfter, comboIdOf, comboMs, costOf, giftDraft, shownMsOf } from './gift-order.ts'

const price = 7

test('S4-50 whatever the quantities and pauses, the feed has the streaks and totals of the ledger', () => {
  const gifts = fc.array(
    fc.record({ quantity: fc.integer({ min: 1, max: 9_999 }), pauseMs: fc.nat(2 * comboMs) }),
    { minLength: 1, maxLength: 30 },
  )
  fc.assert(
    fc.property(gifts, (given) => {
      const combos = createCombos()
      let now = 1_000_000
      let last: { readonly combo: Combo; readonly at: number } | undefined
      let items = 0
      for (const [index, { quantity, pauseMs }] of given.entries()) {
        now += pauseMs
        combos.expire(now)
        const before = last && last.at > now - comboMs ? last.combo : undefined
        const combo = comboAfter(before, index + 1, quantity)
        last = { combo, at: now }
        const what = { gift: 'rose', name: 'Rose', price, quantity, combo }
        const draft = {
          ...giftDraft({ at: now, what }, { id: 'a', name: 'Ada' }),
          id: `live:${index}`,
        }
        const [event] = combos.accept(draft, now)
        expect(event?.combo).toEqual({
          id: comboIdOf({ account: 'a', what }),
          total: combo.total,
          final: false,
        })
        expect(event?.value).toEqual({ amount: costOf(what), unit: 'coin' })
        expect(combos.accept(draft, now)).toEqual([]) // sent again after a kill
        items += event?.count ?? 0
      }
      expect(items).toBe(given.reduce((sum, { quantity }) => sum + quantity, 0))
    }),
  )
})

test('a paid message is shown for longer the more it costs', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (coins) => {
      expect(shownMsOf(coins)).toBeLessThanOrEqual(shownMsOf(coins + 1))
    }),
  )
  expect([1, 300, 1_000_000].map(shownMsOf)).toEqual([30_000, 60_000, 7_200_000])
})
