import { flagOf, maybe, orNull, textOf, textsOf, wholeOf } from './column.ts'
import { Conflict } from './conflict.ts'
import type { Row, SqlValue, Statements } from '../engine/db.ts'

/** Who finds and reads a room: all, all who know its name, or who holds a token for it. */
export type Visibility = 'public' | 'unlisted' | 'private'

/** A room as it is kept. */
export interface RoomRecord {
  /** Slug or `platform:ref`. */
  readonly id: string
  readonly title?: string | undefined
  readonly visibility: Visibility
  readonly enabled: boolean
  /** Types of events it leaves out. */
  readonly omit: readonly string[]
  readonly schedule?: RoomSchedule | undefined
  readonly override?: RoomOverride | undefined
  /** Epoch milliseconds. */
  readonly createdAt: number
}

/** When a room listens: two cron patterns in a time zone. */
export interface RoomSchedule {
  readonly opens: string
  readonly closes: string
  readonly zone: string
}

/** What somebody decided by hand, and when. */
export interface RoomOverride {
  readonly state: 'open' | 'closed'
  /** Epoch milliseconds. */
  readonly at: number
}

const columns = `id, title, visibility, enabled, omit, opens, closes, zone, override, override_at,
  created_at`

/** @throws Conflict if there is a room of this id. */
export async function createRoom(db: Statements, room: RoomRecord): Promise<void> {
  const made = await db.query(
    `insert into rooms (${columns})
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict on constraint rooms_pk do nothing
     returning id`,
    [...valuesOf(room), room.createdAt],
  )
  if (made.length === 0) throw new Conflict(`there is a room ${room.id} already`)
}

/** The room of an id, or undefined. */
export async function findRoom(db: Statements, id: string): Promise<RoomRecord | undefined> {
  const [row] = await db.query(`select ${columns} from rooms where id = $1`, [id])
  return row && roomOf(row)
}

/** Every room, by id: configured ones and those that were once opened on demand. */
export async function listRooms(db: Statements): Promise<readonly RoomRecord[]> {
  const rows = await db.query(`select ${columns} from rooms order by id`)
  return rows.map(roomOf)
}

/** Sets everything but id and creation. @returns false if there is no such room. */
export async function changeRoom(db: Statements, room: RoomRecord): Promise<boolean> {
  const changed = await db.query(
    `update rooms
     set title = $2, visibility = $3, enabled = $4, omit = $5, opens = $6, closes = $7, zone = $8,
         override = $9, override_at = $10
     where id = $1
     returning id`,
    valuesOf(room),
  )
  return changed.length > 0
}

/** Takes a room away, and with it its sources; its events stay. @returns false if there is none. */
export async function removeRoom(db: Statements, id: string): Promise<boolean> {
  const removed = await db.query('delete from rooms where id = $1 returning id', [id])
  return removed.length > 0
}

/** Everything but the creation, in the order of the columns. */
function valuesOf({ id, title, visibility, enabled, ...rest }: RoomRecord): readonly SqlValue[] {
  const { omit, schedule, override } = rest
  return [
    id,
    orNull(title),
    visibility,
    enabled,
    omit,
    orNull(schedule?.opens),
    orNull(schedule?.closes),
    orNull(schedule?.zone),
    orNull(override?.state),
    orNull(override?.at),
  ]
}

function roomOf(row: Row): RoomRecord {
  return {
    id: textOf(row, 'id'),
    title: maybe(textOf, row, 'title'),
    visibility: textOf(row, 'visibility') as Visibility, // rooms_visibility_known checks it
    enabled: flagOf(row, 'enabled'),
    omit: textsOf(row, 'omit'),
    schedule: scheduleOf(row),
    override: overrideOf(row),
    createdAt: wholeOf(row, 'created_at'),
  }
}

/** All three columns are there or none: rooms_schedule_whole. */
function scheduleOf(row: Row): RoomSchedule | undefined {
  if (row['opens'] === null) return undefined
  return { opens: textOf(row, 'opens'), closes: textOf(row, 'closes'), zone: textOf(row, 'zone') }
}

function overrideOf(row: Row): RoomOverride | undefined {
  if (row['override'] === null) return undefined
  const state = textOf(row, 'override') as RoomOverride['state'] // rooms_override_known checks it
  return { state, at: wholeOf(row, 'override_at') }
}
