import { expect, test } from 'vitest'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { createFakeCollection, createFakeStorage } from '../store/collection.fake.ts'
import { type GiftRecord, giftTable } from '../store/query/coin/catalogue.ts'
import { Conflict } from '../store/query/conflict.ts'
import { GiftCatalogue } from './catalogue.ts'
import { NoSuchGift } from './ledger-error.ts'

async function open() {
  const clock = createFakeClock(1_000)
  const gifts = createFakeCollection({
    storage: createFakeStorage<GiftRecord>(),
    keyOf: giftTable.keyOf,
  })
  const catalogue = new GiftCatalogue({ gifts, clock, drawId: () => 'drawn' })
  await catalogue.load()
  return { catalogue, clock }
}

const rose = { name: 'Rose', price: 5, place: 2, onSale: true }

test('S2-25 gifts are listed in their order, and an id is not used twice', async () => {
  const { catalogue } = await open()
  await catalogue.add({ ...rose, id: 'rose' })
  await catalogue.add({ ...rose, place: 1 })
  expect(catalogue.list().map(({ id }) => id)).toEqual(['drawn', 'rose'])
  await expect(catalogue.add({ ...rose, id: 'rose' })).rejects.toThrow(Conflict)
})

test('S4-47 a price has its time, and a gift that is taken off sale cannot be given', async () => {
  const { catalogue, clock } = await open()
  await catalogue.add({ ...rose, id: 'rose' })
  clock.advance(500)
  expect(await catalogue.change('rose', (gift) => ({ ...gift, name: 'A rose' }))).toMatchObject({
    name: 'A rose',
    pricedAt: 1_000,
  })
  const dearer = await catalogue.change('rose', (gift) => ({ ...gift, price: 6 }))
  expect(dearer).toMatchObject({ price: 6, pricedAt: 1_500 })
  expect(catalogue.onSale('rose')).toEqual(dearer)
  await catalogue.change('rose', (gift) => ({ ...gift, onSale: false }))
  expect(() => catalogue.onSale('rose')).toThrow(NoSuchGift)
  await expect(catalogue.change('none', (gift) => gift)).rejects.toThrow(NoSuchGift)
})
