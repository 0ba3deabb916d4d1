import { z } from 'zod'
import type { Row } from '../engine/db.ts'
import type { Table } from '../table.ts'
import { maybe, orNull, textOf, wholeOf } from './column.ts'

/** The form of a stored credential. */
export const credentialRecord = z.object({
  name: z.string(),
  platform: z.string(),
  /** The only room that uses it; absent if every configured room does. */
  room: z.string().optional(),
  /** The encrypted secret. */
  sealed: z.string(),
  /** Epoch milliseconds. */
  createdAt: z.int(),
  updatedAt: z.int(),
})

/** A credential as it is stored; its secret is encrypted. */
export type CredentialRecord = Readonly<z.output<typeof credentialRecord>>

const columns = 'name, platform, room, sealed, created_at, updated_at'

/** The table of credentials, by name. */
export const credentialTable: Table<CredentialRecord> = {
  keyOf: ({ name }) => name,
  list: async (db) => {
    const rows = await db.query(`select ${columns} from credentials order by name`)
    return rows.map(credentialOf)
  },
  save: async (tx, { name, platform, room, sealed, createdAt, updatedAt }) => {
    await tx.query(
      `insert into credentials (${columns})
       values ($1, $2, $3, $4, $5, $6)
       on conflict on constraint credentials_pk do update
       set platform = $2, room = $3, sealed = $4, updated_at = $6`,
      [name, platform, orNull(room), sealed, createdAt, updatedAt],
    )
  },
  remove: async (tx, name) => {
    await tx.query('delete from credentials where name = $1', [name])
  },
}

function credentialOf(row: Row): CredentialRecord {
  return {
    name: textOf(row, 'name'),
    platform: textOf(row, 'platform'),
    room: maybe(textOf, row, 'room'),
    sealed: textOf(row, 'sealed'),
    createdAt: wholeOf(row, 'created_at'),
    updatedAt: wholeOf(row, 'updated_at'),
  }
}
