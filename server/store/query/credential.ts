import { maybe, orNull, textOf, wholeOf } from './column.ts'
import type { Row, Statements } from '../engine/db.ts'

/** A credential as it is stored; its secret is encrypted. */
export interface CredentialRecord {
  readonly name: string
  readonly platform: string
  /** The only room that uses it; absent if every configured room does. */
  readonly room?: string | undefined
  readonly sealed: string
  /** Epoch milliseconds. */
  readonly createdAt: number
  readonly updatedAt: number
}

const columns = 'name, platform, room, sealed, created_at, updated_at'

/** Returns every credential, ordered by name. */
export async function listCredentials(db: Statements): Promise<readonly CredentialRecord[]> {
  const rows = await db.query(`select ${columns} from credentials order by name`)
  return rows.map(credentialOf)
}

/** Stores a credential, and replaces one of the same name. */
export async function putCredential(db: Statements, credential: CredentialRecord): Promise<void> {
  const { name, platform, room, sealed, createdAt, updatedAt } = credential
  await db.query(
    `insert into credentials (${columns})
     values ($1, $2, $3, $4, $5, $6)
     on conflict on constraint credentials_pk do update
     set platform = $2, room = $3, sealed = $4, updated_at = $6`,
    [name, platform, orNull(room), sealed, createdAt, updatedAt],
  )
}

/** Deletes a credential. @returns false if there is none. */
export async function removeCredential(db: Statements, name: string): Promise<boolean> {
  const removed = await db.query('delete from credentials where name = $1 returning name', [name])
  return removed.length > 0
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
