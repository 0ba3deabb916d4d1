import { flagOf, maybe, orNull, textOf, wholeOf } from './column.ts'
import { Conflict } from './conflict.ts'
import type { Row, Statements } from './db.ts'

/** Who finds and reads a room: all, all who know its name, or who holds a token for it. */
export type Visibility = 'public' | 'unlisted' | 'private'

/** A room as it is kept. */
export interface RoomRecord {
  /** Slug or `platform:ref`. */
  readonly id: string
  readonly title?: string | undefined
  readonly visibility: Visibility
  readonly enabled: boolean
  /** Epoch milliseconds. */
  readonly createdAt: number
}

/** @throws Conflict if there is a room of this id. */
export async function createRoom(db: Statements, room: RoomRecord): Promise<void> {
  const { id, title, visibility, enabled, createdAt } = room
  const made = await db.query(
    `insert into rooms (id, title, visibility, enabled, created_at)
     values ($1, $2, $3, $4, $5)
     on conflict on constraint rooms_pk do nothing
     returning id`,
    [id, orNull(title), visibility, enabled, createdAt],
  )
  if (made.length === 0) throw new Conflict(`there is a room ${id} already`)
}

/** The room of an id, or undefined. */
export async function findRoom(db: Statements, id: string): Promise<RoomRecord | undefined> {
  const [row] = await db.query(
    'select id, title, visibility, enabled, created_at from rooms where id = $1',
    [id],
  )
  return row && roomOf(row)
}

/** Every room, by id: configured ones and those that were once opened on demand. */
export async function listRooms(db: Statements): Promise<readonly RoomRecord[]> {
  const rows = await db.query(
    'select id, title, visibility, enabled, created_at from rooms order by id',
  )
  return rows.map(roomOf)
}

/** Sets everything but id and creation. @returns false if there is no such room. */
export async function changeRoom(db: Statements, room: RoomRecord): Promise<boolean> {
  const { id, title, visibility, enabled } = room
  const changed = await db.query(
    `update rooms set title = $2, visibility = $3, enabled = $4 where id = $1 returning id`,
    [id, orNull(title), visibility, enabled],
  )
  return changed.length > 0
}

/** Takes a room away, and with it its sources; its events stay. @returns false if there is none. */
export async function removeRoom(db: Statements, id: string): Promise<boolean> {
  const removed = await db.query('delete from rooms where id = $1 returning id', [id])
  return removed.length > 0
}

function roomOf(row: Row): RoomRecord {
  return {
    id: textOf(row, 'id'),
    title: maybe(textOf, row, 'title'),
    visibility: textOf(row, 'visibility') as Visibility, // rooms_visibility_known checks it
    enabled: flagOf(row, 'enabled'),
    createdAt: wholeOf(row, 'created_at'),
  }
}
