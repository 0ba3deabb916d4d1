import { textOf, wholeOf } from './column.ts'
import { Conflict } from './conflict.ts'
import type { Row, Statements } from '../engine/db.ts'

/** A source and the only room that it belongs to. */
export interface SourceRecord {
  readonly platform: string
  readonly ref: string
  readonly room: string
  /** Epoch milliseconds. */
  readonly createdAt: number
}

/**
 * Adds a source to a room.
 *
 * @throws Conflict if a room, this one or another, has the source already.
 */
export async function addSource(db: Statements, source: SourceRecord): Promise<void> {
  const { platform, ref, room, createdAt } = source
  const made = await db.query(
    `insert into sources (platform, ref, room, created_at)
     values ($1, $2, $3, $4)
     on conflict on constraint sources_pk do nothing
     returning room`,
    [platform, ref, room, createdAt],
  )
  if (made.length > 0) return
  const owner = await ownerOf(db, platform, ref)
  throw new Conflict(
    `source ${platform}:${ref} belongs to room ${owner ?? 'that was removed just now'}`,
  )
}

/** Returns the room of a source; undefined if it is in none. */
export async function ownerOf(
  db: Statements,
  platform: string,
  ref: string,
): Promise<string | undefined> {
  const [row] = await db.query('select room from sources where platform = $1 and ref = $2', [
    platform,
    ref,
  ])
  return row && textOf(row, 'room')
}

/** Returns the sources of a room, in the order in which they were added. */
export async function sourcesOf(db: Statements, room: string): Promise<readonly SourceRecord[]> {
  const rows = await db.query(
    `select platform, ref, room, created_at from sources
     where room = $1
     order by created_at, platform, ref`,
    [room],
  )
  return rows.map(sourceOf)
}

/** Returns every source, in the order in which they were added. */
export async function listSources(db: Statements): Promise<readonly SourceRecord[]> {
  const rows = await db.query(
    'select platform, ref, room, created_at from sources order by created_at, platform, ref',
  )
  return rows.map(sourceOf)
}

/** Removes a source from its room. @returns false if it was in none. */
export async function removeSource(
  db: Statements,
  platform: string,
  ref: string,
): Promise<boolean> {
  const removed = await db.query(
    'delete from sources where platform = $1 and ref = $2 returning room',
    [platform, ref],
  )
  return removed.length > 0
}

function sourceOf(row: Row): SourceRecord {
  return {
    platform: textOf(row, 'platform'),
    ref: textOf(row, 'ref'),
    room: textOf(row, 'room'),
    createdAt: wholeOf(row, 'created_at'),
  }
}
