import { z } from 'zod'
import type { Table } from '../table.ts'
import { textOf, wholeOf } from './column.ts'

/** The form of a stored member of a live room. */
export const memberRecord = z.object({
  /** The slug of the live room. */
  room: z.string(),
  account: z.string(),
  role: z.enum(['moderator', 'member']),
  addedAt: z.int(),
})

/** A moderator or a member of a live room. */
export type MemberRecord = Readonly<z.output<typeof memberRecord>>

/** Returns the key of what belongs to an account in a live room; a slug has no space. */
export function keyInRoom(room: string, account: string): string {
  return `${room} ${account}`
}

/** Splits a key of {@link keyInRoom}. */
export function partsOfKey(key: string): readonly [room: string, account: string] {
  const space = key.indexOf(' ')
  return [key.slice(0, space), key.slice(space + 1)]
}

/** The table of moderators and members, by room and account. */
export const memberTable: Table<MemberRecord> = {
  keyOf: ({ room, account }) => keyInRoom(room, account),
  list: async (db) => {
    const rows = await db.query('select room, account, role, added_at from members')
    return rows.map((row) => ({
      room: textOf(row, 'room'),
      account: textOf(row, 'account'),
      role: textOf(row, 'role') as MemberRecord['role'], // members_role_known checks it
      addedAt: wholeOf(row, 'added_at'),
    }))
  },
  save: async (tx, { room, account, role, addedAt }) => {
    await tx.query(
      `insert into members (room, account, role, added_at) values ($1, $2, $3, $4)
       on conflict on constraint members_pk do update set role = excluded.role`,
      [room, account, role, addedAt],
    )
  },
  remove: async (tx, key) => {
    await tx.query('delete from members where room = $1 and account = $2', partsOfKey(key))
  },
}
