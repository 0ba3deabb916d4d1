import type { Row, SqlValue, Statements } from '../../engine/db.ts'
import { maybe, orNull, textOf, wholeOf } from '../column.ts'

/** The gift or the paid message for which the coins of a transfer were given. */
export interface NewGiftOrder {
  readonly transfer: number
  /** The slug of the live room. */
  readonly room: string
  /** The number of the broadcast. */
  readonly number: number
  readonly account: string
  readonly coins: number
  /** Epoch milliseconds. */
  readonly at: number
  readonly what: OrderedGift | OrderedSuperchat
}

/** A gift as it is when it is given. */
export interface OrderedGift {
  readonly gift: string
  readonly name: string
  readonly image?: string | undefined
  readonly price: number
  readonly quantity: number
  /** The first transfer of the streak, and its items so far. */
  readonly combo: Combo
}

/** The streak of a gift. */
export interface Combo {
  readonly first: number
  readonly total: number
}

/** A paid message. */
export interface OrderedSuperchat {
  readonly text: string
  readonly shownMs: number
}

/** An order as it is stored. */
export interface GiftOrderRecord<
  What extends NewGiftOrder['what'] = NewGiftOrder['what'],
> extends NewGiftOrder {
  readonly what: What
  /** The coins that the account had left. */
  readonly balance: number
  /** The row of the outbox by which it was shown. */
  readonly event: number
}

/** Stores an order together with the event to be shown. @returns the row of the outbox. */
export async function insertGiftOrder(
  tx: Statements,
  order: NewGiftOrder,
  draft: string,
): Promise<number> {
  const { transfer, room, number, account, coins, at, what } = order
  const [row] = await tx.query(
    `with shown as (
       insert into outbox (room, draft) values ($1, $2) returning id
     )
     insert into gift_orders (event, room, transfer, number, account, coins, at, gift, gift_name,
       image, price, quantity, combo, combo_total, text, shown_ms)
     select id, $1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16 from shown
     returning event`,
    [room, draft, transfer, number, account, coins, at, ...valuesOf(what)],
  )
  if (!row) throw new RangeError('the order was not stored')
  return wholeOf(row, 'event')
}

function valuesOf(what: NewGiftOrder['what']): readonly SqlValue[] {
  if ('text' in what) return [null, null, null, null, null, null, null, what.text, what.shownMs]
  const { gift, name, image, price, quantity, combo } = what
  return [gift, name, orNull(image), price, quantity, combo.first, combo.total, null, null]
}

/** Returns the streak of the same gift of an account, if it has given it since a time. */
export async function findCombo(
  tx: Statements,
  { room, number, account }: Pick<NewGiftOrder, 'room' | 'number' | 'account'>,
  { gift, price, since }: Pick<OrderedGift, 'gift' | 'price'> & { readonly since: number },
): Promise<Combo | undefined> {
  const [row] = await tx.query(
    `select combo, combo_total from gift_orders
     where account = $1 and room = $2 and number = $3 and gift = $4 and price = $5 and at > $6
     order by transfer desc
     limit 1`,
    [account, room, number, gift, price, since],
  )
  return row && { first: wholeOf(row, 'combo'), total: wholeOf(row, 'combo_total') }
}

/** Returns the order of a transfer; undefined if nothing was given for it. */
export async function findGiftOrder(
  db: Statements,
  transfer: number,
): Promise<GiftOrderRecord | undefined> {
  const [row] = await db.query(
    `select o.transfer, o.event, o.room, o.number, o.account, o.coins, o.at, o.gift, o.gift_name, o.image,
       o.price, o.quantity, o.combo, o.combo_total, o.text, o.shown_ms, e.balance
     from gift_orders o join entries e on e.transfer = o.transfer and e.kind = 'wallet'
     where o.transfer = $1`,
    [transfer],
  )
  return row && orderOf(row)
}

/** Deletes the texts of an account, with an event for each of their rooms. May be repeated. */
export async function forgetSuperchats(
  tx: Statements,
  account: string,
  draft: string,
): Promise<void> {
  await tx.query(
    `with emptied as (
       update gift_orders set text = '' where account = $1 and text <> '' returning room
     )
     insert into outbox (room, draft) select distinct room, $2::text from emptied`,
    [account, draft],
  )
}

/** Adds an event to the outbox of a live room. */
export async function showLater(tx: Statements, room: string, draft: string): Promise<void> {
  await tx.query('insert into outbox (room, draft) values ($1, $2)', [room, draft])
}

function orderOf(row: Row): GiftOrderRecord {
  return {
    transfer: wholeOf(row, 'transfer'),
    event: wholeOf(row, 'event'),
    room: textOf(row, 'room'),
    number: wholeOf(row, 'number'),
    account: textOf(row, 'account'),
    coins: wholeOf(row, 'coins'),
    at: wholeOf(row, 'at'),
    balance: wholeOf(row, 'balance'),
    what: row['gift'] === null ? superchatOf(row) : giftOf(row),
  }
}

function giftOf(row: Row): OrderedGift {
  return {
    gift: textOf(row, 'gift'),
    name: textOf(row, 'gift_name'),
    image: maybe(textOf, row, 'image'),
    price: wholeOf(row, 'price'),
    quantity: wholeOf(row, 'quantity'),
    combo: { first: wholeOf(row, 'combo'), total: wholeOf(row, 'combo_total') },
  }
}

function superchatOf(row: Row): OrderedSuperchat {
  return { text: textOf(row, 'text'), shownMs: wholeOf(row, 'shown_ms') }
}
