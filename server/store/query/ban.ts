import { z } from 'zod'
import type { Table } from '../table.ts'
import { maybe, orNull, textOf, wholeOf } from './column.ts'
import { keyInRoom, partsOfKey } from './member.ts'

/** The form of a stored ban, or of a mute, which ends. Times are epoch milliseconds. */
export const banRecord = z.object({
  /** The slug of the live room. */
  room: z.string(),
  account: z.string(),
  until: z.int().optional(),
  /** The network address of a guest, which is banned with the account. */
  address: z.string().optional(),
  reason: z.string().optional(),
  /** The account that banned. */
  by: z.string(),
  at: z.int(),
})

/** A ban or a mute of an account in a live room. */
export type BanRecord = Readonly<z.output<typeof banRecord>>

/** The table of bans, by room and account. */
export const banTable: Table<BanRecord> = {
  keyOf: ({ room, account }) => keyInRoom(room, account),
  list: async (db) => {
    const rows = await db.query(
      'select room, account, until, address, reason, banned_by, banned_at from bans',
    )
    return rows.map((row) => ({
      room: textOf(row, 'room'),
      account: textOf(row, 'account'),
      until: maybe(wholeOf, row, 'until'),
      address: maybe(textOf, row, 'address'),
      reason: maybe(textOf, row, 'reason'),
      by: textOf(row, 'banned_by'),
      at: wholeOf(row, 'banned_at'),
    }))
  },
  save: async (tx, { room, account, until, address, reason, by, at }) => {
    await tx.query(
      `insert into bans (room, account, until, address, reason, banned_by, banned_at)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict on constraint bans_pk do update
       set until = excluded.until, address = excluded.address, reason = excluded.reason,
           banned_by = excluded.banned_by, banned_at = excluded.banned_at`,
      [room, account, orNull(until), orNull(address), orNull(reason), by, at],
    )
  },
  remove: async (tx, key) => {
    await tx.query('delete from bans where room = $1 and account = $2', partsOfKey(key))
  },
}
