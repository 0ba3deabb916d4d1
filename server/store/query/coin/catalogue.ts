import { z } from 'zod'
import type { Table } from '../../table.ts'
import { flagOf, maybe, orNull, textOf, wholeOf } from '../column.ts'

/** The form of a stored gift of the catalogue. */
export const giftRecord = z.object({
  id: z.string(),
  name: z.string(),
  /** Coins for one item. */
  price: z.int(),
  /** The time since which this is the price, epoch milliseconds. */
  pricedAt: z.int(),
  /** An https address of a picture. */
  image: z.string().optional(),
  /** The order: low ones first. */
  place: z.int(),
  onSale: z.boolean(),
})

/** A gift of the catalogue as it is stored. */
export type GiftRecord = Readonly<z.output<typeof giftRecord>>

/** The catalogue of gifts, by id; each price that a gift has had is kept. */
export const giftTable: Table<GiftRecord> = {
  keyOf: ({ id }) => id,
  list: async (db) => {
    const rows = await db.query(
      'select id, name, price, priced_at, image, place, on_sale from gift_catalogue order by id',
    )
    return rows.map((row) => ({
      id: textOf(row, 'id'),
      name: textOf(row, 'name'),
      price: wholeOf(row, 'price'),
      pricedAt: wholeOf(row, 'priced_at'),
      image: maybe(textOf, row, 'image'),
      place: wholeOf(row, 'place'),
      onSale: flagOf(row, 'on_sale'),
    }))
  },
  save: async (tx, { id, name, price, pricedAt, image, place, onSale }) => {
    await tx.query(
      `insert into gift_catalogue (id, name, price, priced_at, image, place, on_sale)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict on constraint gift_catalogue_pk do update
       set name = excluded.name, price = excluded.price, priced_at = excluded.priced_at,
           image = excluded.image, place = excluded.place, on_sale = excluded.on_sale`,
      [id, name, price, pricedAt, orNull(image), place, onSale],
    )
    await tx.query(
      `insert into gift_prices (gift, priced_at, price) values ($1, $2, $3)
       on conflict on constraint gift_prices_pk do update set price = excluded.price`,
      [id, pricedAt, price],
    )
  },
  remove: async (tx, id) => {
    await tx.query('delete from gift_catalogue where id = $1', [id])
  },
}
