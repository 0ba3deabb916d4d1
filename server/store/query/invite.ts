import { z } from 'zod'
import { accountRoles } from '../../../proto/api/account.ts'
import type { Table } from '../table.ts'
import { maybe, orNull, textOf, wholeOf } from './column.ts'

const role = z.enum(accountRoles)

/** The form of a stored invite or reset. Times are epoch milliseconds. */
export const inviteRecord = z.object({
  /** SHA-256 of the code, in hex. */
  hash: z.string(),
  /** The account whose password it sets; absent if it is for a new account. */
  account: z.string().optional(),
  /** The role of the new account; absent if it is for one that exists. */
  role: role.optional(),
  createdAt: z.int(),
  expiresAt: z.int(),
})

/** An invite or a reset as it is stored, without its code. */
export type InviteRecord = Readonly<z.output<typeof inviteRecord>>

const columns = 'hash, account, role, created_at, expires_at'

/** The table of invites and resets, by the hash of the code. */
export const inviteTable: Table<InviteRecord> = {
  keyOf: ({ hash }) => hash,
  list: async (db) => {
    const rows = await db.query(`select ${columns} from invites order by hash`)
    return rows.map((row) => ({
      hash: textOf(row, 'hash'),
      account: maybe(textOf, row, 'account'),
      role: role.optional().parse(maybe(textOf, row, 'role')),
      createdAt: wholeOf(row, 'created_at'),
      expiresAt: wholeOf(row, 'expires_at'),
    }))
  },
  save: async (tx, invite) => {
    await tx.query(
      `insert into invites (${columns}) values ($1, $2, $3, $4, $5)
       on conflict on constraint invites_pk do nothing`,
      [
        invite.hash,
        orNull(invite.account),
        orNull(invite.role),
        invite.createdAt,
        invite.expiresAt,
      ],
    )
  },
  remove: async (tx, hash) => {
    await tx.query('delete from invites where hash = $1', [hash])
  },
}
