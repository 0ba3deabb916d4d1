import { z } from 'zod'
import { type UploadKind, uploadKinds } from '../../../proto/api/upload.ts'
import type { Statements } from '../engine/db.ts'
import { textOf, wholeOf } from './column.ts'

/** An uploaded file. */
export interface UploadRecord {
  readonly name: string
  /** The account that uploaded it. */
  readonly account: string
  readonly kind: UploadKind
  readonly bytes: number
  /** Epoch milliseconds. */
  readonly createdAt: number
}

/** The number and the size of the files of an account. */
export interface UploadUsage {
  readonly files: number
  readonly bytes: number
}

/** Stores whose file it is. */
export async function insertUpload(
  db: Statements,
  { name, account, kind, bytes, createdAt }: UploadRecord,
): Promise<void> {
  await db.query(
    'insert into uploads (name, account, kind, bytes, created_at) values ($1, $2, $3, $4, $5)',
    [name, account, kind, bytes, createdAt],
    'write',
  )
}

/** Returns an upload by its name. */
export async function findUpload(db: Statements, name: string): Promise<UploadRecord | undefined> {
  const [row] = await db.query(
    'select name, account, kind, bytes, created_at from uploads where name = $1',
    [name],
  )
  return (
    row && {
      name: textOf(row, 'name'),
      account: textOf(row, 'account'),
      kind: kind.parse(textOf(row, 'kind')),
      bytes: wholeOf(row, 'bytes'),
      createdAt: wholeOf(row, 'created_at'),
    }
  )
}

const kind = z.enum(uploadKinds)

/** Returns the number and the size of the files of an account. */
export async function usageOf(db: Statements, account: string): Promise<UploadUsage> {
  const [row] = await db.query(
    'select count(*) as files, coalesce(sum(bytes), 0)::bigint as bytes from uploads where account = $1',
    [account],
  )
  return row
    ? { files: wholeOf(row, 'files'), bytes: wholeOf(row, 'bytes') }
    : { files: 0, bytes: 0 }
}

/** Forgets an upload. */
export async function deleteUpload(db: Statements, name: string): Promise<void> {
  await db.query('delete from uploads where name = $1', [name], 'write')
}
