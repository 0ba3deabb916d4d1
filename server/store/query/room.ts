import { flagOf, maybe, orNull, textOf, textsOf, wholeOf } from './column.ts'
import { Conflict } from './conflict.ts'
import type { Row, SqlValue, Statements } from '../engine/db.ts'

/** The readers of a room: every caller, callers that know its name, or holders of a token for it. */
export type Visibility = 'public' | 'unlisted' | 'private'

/** A room as it is stored. */
export interface RoomRecord {
  /** A slug or `platform:ref`. */
  readonly id: string
  readonly title?: string | undefined
  readonly visibility: Visibility
  readonly enabled: boolean
  /** The types of events that it leaves out. */
  readonly omit: readonly string[]
  readonly schedule?: RoomSchedule | undefined
  readonly override?: RoomOverride | undefined
  /** Epoch milliseconds. */
  readonly createdAt: number
}

/** The listening times of a room: two cron patterns in a time zone. */
export interface RoomSchedule {
  readonly opens: string
  readonly closes: string
  readonly zone: string
}

/** A manual switch of a room by an operator, and its time. */
export interface RoomOverride {
  readonly state: 'open' | 'closed'
  /** Epoch milliseconds. */
  readonly at: number
}

const columns = `id, title, visibility, enabled, omit, opens, closes, zone, override, override_at,
  created_at`

/** Creates a room. @throws Conflict if there is a room of this id. */
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

/** Returns the room of an id; undefined if there is none. */
export async function findRoom(db: Statements, id: string): Promise<RoomRecord | undefined> {
  const [row] = await db.query(`select ${columns} from rooms where id = $1`, [id])
  return row && roomOf(row)
}

/** Returns every room, ordered by id: configured ones and those once opened on demand. */
export async function listRooms(db: Statements): Promise<readonly RoomRecord[]> {
  const rows = await db.query(`select ${columns} from rooms order by id`)
  return rows.map(roomOf)
}

/** Replaces everything but id and creation time. @returns false if there is no such room. */
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

/** Deletes a room and its sources; its events stay. @returns false if there is none. */
export async function removeRoom(db: Statements, id: string): Promise<boolean> {
  const removed = await db.query('delete from rooms where id = $1 returning id', [id])
  return removed.length > 0
}

/** Returns everything but the creation time, in the order of the columns. */
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

/** Returns the schedule. rooms_schedule_whole checks that all three columns are set, or none. */
function scheduleOf(row: Row): RoomSchedule | undefined {
  if (row['opens'] === null) return undefined
  return { opens: textOf(row, 'opens'), closes: textOf(row, 'closes'), zone: textOf(row, 'zone') }
}

function overrideOf(row: Row): RoomOverride | undefined {
  if (row['override'] === null) return undefined
  const state = textOf(row, 'override') as RoomOverride['state'] // rooms_override_known checks it
  return { state, at: wholeOf(row, 'override_at') }
}
