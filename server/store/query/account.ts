import { z } from 'zod'
import { accountRoles } from '../../../proto/api/account.ts'
import type { Row } from '../engine/db.ts'
import type { Table } from '../table.ts'
import { maybe, orNull, textOf, wholeOf } from './column.ts'

const role = z.enum(accountRoles)

/** The form of a stored account. Times are epoch milliseconds. */
export const accountRecord = z.object({
  id: z.string(),
  /** Absent once the account is deleted. */
  name: z.string().optional(),
  /** The name in the form in which no two may be the same. */
  folded: z.string().optional(),
  role,
  /** Argon2id with its parameters; absent if the account has no password. */
  password: z.string().optional(),
  /** The name of an upload. */
  avatar: z.string().optional(),
  createdAt: z.int(),
  disabledAt: z.int().optional(),
  deletedAt: z.int().optional(),
})

/** An account as it is stored. */
export type AccountRecord = Readonly<z.output<typeof accountRecord>>

const columns = 'id, name, folded, role, password, created_at, disabled_at, deleted_at, avatar'

/** The table of accounts, by id; a deleted account keeps its row. */
export const accountTable: Table<AccountRecord> = {
  keyOf: ({ id }) => id,
  list: async (db) => {
    const rows = await db.query(`select ${columns} from accounts order by id`)
    return rows.map(accountOf)
  },
  save: async (tx, account) => {
    await tx.query(
      `insert into accounts (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict on constraint accounts_pk do update
       set name = excluded.name, folded = excluded.folded, role = excluded.role,
           password = excluded.password, disabled_at = excluded.disabled_at,
           deleted_at = excluded.deleted_at, avatar = excluded.avatar`,
      [
        account.id,
        orNull(account.name),
        orNull(account.folded),
        account.role,
        orNull(account.password),
        account.createdAt,
        orNull(account.disabledAt),
        orNull(account.deletedAt),
        orNull(account.avatar),
      ],
    )
  },
  remove: async (tx, id) => {
    await tx.query('delete from accounts where id = $1', [id])
  },
}

function accountOf(row: Row): AccountRecord {
  return {
    id: textOf(row, 'id'),
    name: maybe(textOf, row, 'name'),
    folded: maybe(textOf, row, 'folded'),
    role: role.parse(textOf(row, 'role')),
    password: maybe(textOf, row, 'password'),
    createdAt: wholeOf(row, 'created_at'),
    disabledAt: maybe(wholeOf, row, 'disabled_at'),
    deletedAt: maybe(wholeOf, row, 'deleted_at'),
    avatar: maybe(textOf, row, 'avatar'),
  }
}
