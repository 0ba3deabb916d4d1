import type { Row, Statements } from '../../engine/db.ts'
import { maybe, orNull, textOf, wholeOf } from '../column.ts'
import type { NewTransfer } from './ledger.ts'

/** A transfer as statements show it, from the side of the account whose coins they are. */
export interface TransferRecord extends Omit<NewTransfer, 'key' | 'hash'> {
  readonly id: number
  readonly coins: number
  /** The coins of the account after it. */
  readonly balance: number
  readonly room?: string | undefined
  readonly gift?: SoldGift | undefined
  /** The paid message. */
  readonly text?: string | undefined
  readonly refundedBy?: number | undefined
}

/** A gift as it was when it was given. */
export interface SoldGift {
  readonly id: string
  readonly name: string
  readonly price: number
  readonly quantity: number
}

/** Selects transfers. */
export interface TransferPage {
  readonly account?: string | undefined
  readonly kind?: NewTransfer['kind'] | undefined
  readonly before?: number | undefined
  readonly limit: number
}

const selected = `select t.id, t.kind, t.wallet, t.asked_by, t.reason, t.refund_of, t.at,
    e.amount, e.balance, o.room, o.gift, o.gift_name, o.price, o.quantity, o.text, r.id as refunded_by
  from transfers t
  join entries e on e.transfer = t.id and e.kind = 'wallet'
  left join gift_orders o on o.transfer = coalesce(t.refund_of, t.id)
  left join transfers r on r.refund_of = t.id`

/** Returns a transfer; undefined if there is none. */
export async function findTransfer(
  db: Statements,
  id: number,
): Promise<TransferRecord | undefined> {
  const [row] = await db.query(`${selected} where t.id = $1`, [id])
  return row && transferOf(row)
}

/** Returns transfers, the newest first. */
export async function listTransfers(
  db: Statements,
  { account, kind, before, limit }: TransferPage,
): Promise<readonly TransferRecord[]> {
  const rows = await db.query(
    `${selected}
     where ($1::text is null or t.wallet = $1) and ($2::text is null or t.kind = $2)
       and ($3::bigint is null or t.id < $3::bigint)
     order by t.id desc
     limit $4`,
    [orNull(account), orNull(kind), orNull(before), limit],
  )
  return rows.map(transferOf)
}

function transferOf(row: Row): TransferRecord {
  return {
    id: wholeOf(row, 'id'),
    kind: textOf(row, 'kind') as TransferRecord['kind'], // a constraint checks it
    wallet: textOf(row, 'wallet'),
    askedBy: textOf(row, 'asked_by'),
    reason: maybe(textOf, row, 'reason'),
    refundOf: maybe(wholeOf, row, 'refund_of'),
    at: wholeOf(row, 'at'),
    coins: wholeOf(row, 'amount'),
    balance: wholeOf(row, 'balance'),
    room: maybe(textOf, row, 'room'),
    gift: row['gift'] === null ? undefined : giftOf(row),
    text: maybe(textOf, row, 'text'),
    refundedBy: maybe(wholeOf, row, 'refunded_by'),
  }
}

function giftOf(row: Row): SoldGift {
  return {
    id: textOf(row, 'gift'),
    name: textOf(row, 'gift_name'),
    price: wholeOf(row, 'price'),
    quantity: wholeOf(row, 'quantity'),
  }
}
