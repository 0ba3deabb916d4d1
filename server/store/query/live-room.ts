import { z } from 'zod'
import type { Row, SqlValue, Statements } from '../engine/db.ts'
import type { Table } from '../table.ts'
import { flagOf, maybe, orNull, textOf, wholeOf } from './column.ts'
import { Conflict } from './conflict.ts'

const rules = z.object({
  slowMs: z.int(),
  followersOnly: z.boolean(),
  minAccountAgeMs: z.int(),
  noRepeats: z.boolean(),
  noLinks: z.boolean(),
  blockedWords: z.array(z.string()).readonly(),
  beforeStart: z.boolean(),
})

const pin = z.object({
  /** The id of the comment. */
  comment: z.int(),
  text: z.string(),
  account: z.string(),
  name: z.string(),
})

const state = z.union([
  z.object({ code: z.union([z.literal(0), z.literal(1), z.literal(3)]) }),
  z.object({ code: z.literal(2), cause: z.literal('lost') }),
  z.object({ code: z.literal(2), cause: z.literal('host'), streaming: z.boolean() }),
])

/** The form of a stored live room with its newest broadcast. Times are epoch milliseconds. */
export const liveRoomRecord = z.object({
  slug: z.string(),
  /** The id of the account of the host. */
  host: z.string(),
  visibility: z.enum(['public', 'unlisted', 'private']),
  rules,
  pin: pin.optional(),
  /** Rises by one with each change. */
  version: z.int(),
  createdAt: z.int(),
  broadcast: z.object({
    number: z.int(),
    title: z.string(),
    cover: z.string().optional(),
    state,
    likes: z.int(),
    createdAt: z.int(),
    startedAt: z.int().optional(),
    endedAt: z.int().optional(),
  }),
})

/** A live room as it is stored. */
export type LiveRoomRecord = Readonly<z.output<typeof liveRoomRecord>>

/** The newest broadcast of a live room. */
export type BroadcastRecord = LiveRoomRecord['broadcast']

/**
 * The table of live rooms, by slug. A record is saved only if its version follows that of the table.
 */
export const liveRoomTable: Table<LiveRoomRecord> = {
  keyOf: ({ slug }) => slug,
  list: async (db) => {
    const rows = await db.query(
      `select distinct on (l.slug) l.slug, l.host, r.visibility, l.rules, l.pin, l.version,
         l.created_at as made_at, b.*
       from live_rooms l
       join rooms r on r.id = l.room
       join broadcasts b on b.room = l.slug
       order by l.slug, b.number desc`,
    )
    return rows.map(liveRoomOf)
  },
  save: async (tx, record) => {
    if (!(await change(tx, record))) await create(tx, record)
    await saveBroadcast(tx, record)
  },
  remove: async (tx, slug) => {
    await tx.query('delete from live_rooms where slug = $1', [slug])
  },
}

/** Changes the row of a room. @returns false if its version is not the one before. */
async function change(tx: Statements, record: LiveRoomRecord): Promise<boolean> {
  const { slug, visibility, rules: set, pin: pinned, version } = record
  const changed = await tx.query(
    `with changed as (
       update live_rooms set rules = $2, pin = $3, version = $4
       where slug = $1 and version = $4::bigint - 1
       returning room
     )
     update rooms set visibility = $5 from changed where rooms.id = changed.room
     returning rooms.id`,
    [slug, JSON.stringify(set), jsonOrNull(pinned), version, visibility],
  )
  return changed.length > 0
}

/** Creates the row of a room. @throws Conflict if there is one: it is newer than the record. */
async function create(tx: Statements, record: LiveRoomRecord): Promise<void> {
  const { slug, host, visibility, rules: set, pin: pinned, version, createdAt } = record
  await tx.query(
    `insert into rooms (id, visibility, created_at) values ('live:' || $1::text, $2, $3)
     on conflict on constraint rooms_pk do update set visibility = excluded.visibility`,
    [slug, visibility, createdAt],
  )
  const made = await tx.query(
    `insert into live_rooms (slug, host, rules, pin, version, created_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict on constraint live_rooms_pk do nothing
     returning slug`,
    [slug, host, JSON.stringify(set), jsonOrNull(pinned), version, createdAt],
  )
  if (made.length === 0) throw new Conflict(`the live room ${slug} was changed meanwhile`)
}

async function saveBroadcast(tx: Statements, { slug, broadcast }: LiveRoomRecord): Promise<void> {
  const { number, title, cover, state: now, likes, createdAt, startedAt, endedAt } = broadcast
  const paused = now.code === 2 ? now : undefined
  const values: readonly SqlValue[] = [
    slug,
    number,
    title,
    orNull(cover),
    now.code,
    orNull(paused?.cause),
    paused?.cause === 'host' ? paused.streaming : null,
    likes,
    createdAt,
    orNull(startedAt),
    orNull(endedAt),
  ]
  await tx.query(
    `insert into broadcasts (room, number, title, cover, state, cause, streaming, likes, created_at,
       started_at, ended_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict on constraint broadcasts_pk do update
     set title = excluded.title, cover = excluded.cover, state = excluded.state,
         cause = excluded.cause, streaming = excluded.streaming, likes = excluded.likes,
         started_at = excluded.started_at, ended_at = excluded.ended_at`,
    values,
  )
}

function jsonOrNull(value: object | undefined): string | null {
  return value ? JSON.stringify(value) : null
}

function liveRoomOf(row: Row): LiveRoomRecord {
  const pinned = maybe(textOf, row, 'pin')
  return {
    slug: textOf(row, 'slug'),
    host: textOf(row, 'host'),
    visibility: textOf(row, 'visibility') as LiveRoomRecord['visibility'], // a constraint checks it
    rules: rules.parse(JSON.parse(textOf(row, 'rules'))),
    ...(pinned === undefined ? {} : { pin: pin.parse(JSON.parse(pinned)) }),
    version: wholeOf(row, 'version'),
    createdAt: wholeOf(row, 'made_at'),
    broadcast: {
      number: wholeOf(row, 'number'),
      title: textOf(row, 'title'),
      cover: maybe(textOf, row, 'cover'),
      state: stateOf(row),
      likes: wholeOf(row, 'likes'),
      createdAt: wholeOf(row, 'created_at'),
      startedAt: maybe(wholeOf, row, 'started_at'),
      endedAt: maybe(wholeOf, row, 'ended_at'),
    },
  }
}

/** Returns the state; constraints of the table check it. */
function stateOf(row: Row): BroadcastRecord['state'] {
  const code = wholeOf(row, 'state') as BroadcastRecord['state']['code'] // broadcasts_state_known
  if (code !== 2) return { code }
  return textOf(row, 'cause') === 'lost'
    ? { code, cause: 'lost' }
    : { code, cause: 'host', streaming: flagOf(row, 'streaming') }
}
