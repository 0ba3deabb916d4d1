import type { Db, Row, Statements } from '../engine/db.ts'
import { maybe, orNull, textOf, wholeOf } from './column.ts'

/** A comment before it is stored. */
export interface NewComment {
  /** The slug of the live room. */
  readonly room: string
  /** The number of the broadcast. */
  readonly number: number
  readonly account: string
  readonly name: string
  readonly text: string
  readonly replyTo?: number | undefined
  /** Epoch milliseconds. */
  readonly at: number
}

/** A stored comment. */
export interface CommentRecord extends NewComment {
  readonly id: number
}

/** The withdrawal of comments: by whom, and the draft of its event. */
export interface Retraction {
  readonly by: string
  readonly at: number
  /** Returns the draft as JSON for the comments that are withdrawn. */
  readonly draftOf: (comments: readonly number[]) => string
}

const columns = 'id, room, number, account, name, text, reply_to, at'

/**
 * Stores a comment together with the event to be shown, in one statement: both or none.
 *
 * @returns its id, which is also that of the row of the outbox.
 */
export async function insertComment(
  db: Statements,
  comment: NewComment,
  draft: string,
): Promise<number> {
  const { room, number, account, name, text, replyTo, at } = comment
  const [row] = await db.query(
    `with shown as (
       insert into outbox (room, draft) values ($1, $2) returning id
     )
     insert into comments (${columns})
     select id, $1, $3, $4, $5, $6, $7, $8 from shown
     returning id`,
    [room, draft, number, account, name, text, orNull(replyTo), at],
    'write',
  )
  if (!row) throw new RangeError('the comment was not stored')
  return wholeOf(row, 'id')
}

/** Returns a comment of a room; undefined if there is none, or it was withdrawn. */
export async function findComment(
  db: Statements,
  room: string,
  id: number,
): Promise<CommentRecord | undefined> {
  const [row] = await db.query(
    `select ${columns} from comments where id = $1 and room = $2 and retracted_at is null`,
    [id, room],
  )
  return row && commentOf(row)
}

/** Returns at most `limit` comments of a room before an id, the newest first. */
export async function listComments(
  db: Statements,
  room: string,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): Promise<readonly CommentRecord[]> {
  const rows = await db.query(
    `select ${columns} from comments
     where room = $1 and retracted_at is null and ($2::bigint is null or id < $2::bigint)
     order by id desc
     limit $3`,
    [room, orNull(before), limit],
  )
  return rows.map(commentOf)
}

/**
 * Withdraws a comment of a room together with the event that says so. @returns false if there is none,
 * or it was withdrawn before.
 */
export async function retractComment(
  db: Db,
  { room, id }: Pick<CommentRecord, 'room' | 'id'>,
  retraction: Retraction,
): Promise<boolean> {
  const retracted = await retract(db, room, retraction, {
    where: 'id = $4::bigint',
    value: id,
  })
  return retracted > 0
}

/** Withdraws all comments of an account in a room. @returns their number. */
export function retractCommentsOf(
  db: Db,
  { room, account }: Pick<CommentRecord, 'room' | 'account'>,
  retraction: Retraction,
): Promise<number> {
  return retract(db, room, retraction, { where: 'account = $4', value: account })
}

/**
 * Withdraws all comments of an account, and deletes their texts and its name; each room gets the event
 * that says so.
 */
export async function forgetComments(
  db: Statements,
  account: string,
  { at, draft }: { readonly at: number; readonly draft: string },
): Promise<void> {
  await db.query(
    `with emptied as (
       update comments
       set name = '', text = '', retracted_at = coalesce(retracted_at, $2::bigint),
           retracted_by = coalesce(retracted_by, $1)
       where account = $1 and text <> ''
       returning room
     )
     insert into outbox (room, draft) select distinct room, $3::text from emptied`,
    [account, at, draft],
  )
}

function retract(
  db: Db,
  room: string,
  { by, at, draftOf }: Retraction,
  { where, value }: { readonly where: string; readonly value: string | number },
): Promise<number> {
  return db.tx(async (tx) => {
    const rows = await tx.query(
      `update comments set retracted_at = $2, retracted_by = $3
       where room = $1 and retracted_at is null and ${where}
       returning id`,
      [room, at, by, value],
    )
    if (rows.length === 0) return 0
    const draft = draftOf(rows.map((row) => wholeOf(row, 'id')))
    await tx.query('insert into outbox (room, draft) values ($1, $2)', [room, draft])
    return rows.length
  }, 'write')
}

function commentOf(row: Row): CommentRecord {
  return {
    id: wholeOf(row, 'id'),
    room: textOf(row, 'room'),
    number: wholeOf(row, 'number'),
    account: textOf(row, 'account'),
    name: textOf(row, 'name'),
    text: textOf(row, 'text'),
    replyTo: maybe(wholeOf, row, 'reply_to'),
    at: wholeOf(row, 'at'),
  }
}
