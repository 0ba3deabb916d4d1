import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Conflict } from '../../server/store/query/conflict.ts'
import { type Db, type Priority, StatementFailed } from '../../server/store/engine/db.ts'
import { storedEpochs } from '../../server/store/query/epoch.ts'
import { type EventRow, eventRow } from '../../server/store/writer/event-row.ts'
import { eventsAfter, insertEvents, newestEvents } from '../../server/store/query/event.ts'
import { migrate, requireMigrated } from '../../server/store/engine/migrate.ts'
import { readMigrations, SchemaMismatch } from '../../server/store/engine/migration.ts'
import { prepareStore } from '../../server/store/engine/open.ts'
import { overlayTable } from '../../server/store/query/overlay.ts'
import { ensurePartitions } from '../../server/store/engine/partition.ts'
import {
  changeRoom,
  createRoom,
  findRoom,
  listRooms,
  removeRoom,
} from '../../server/store/query/room.ts'
import { addSource, ownerOf, removeSource, sourcesOf } from '../../server/store/query/source.ts'
import { findToken, tokenTable } from '../../server/store/query/token.ts'
import { root } from '../kit/server.ts'
import { type Engine, engineMs, engines } from './engine.ts'

const migrations = readMigrations(join(root, 'sql'))
const noon = Date.UTC(2026, 10, 20, 12)
const dayMs = 86_400_000
const log = { info: () => undefined, warn: () => undefined }

/** Returns an event in the form of the hub, in a room and epoch of its test. */
function rowOf(
  room: string,
  seq: number,
  changes: Readonly<Record<string, unknown>> = {},
): EventRow {
  const event = {
    type: 'chat',
    v: 1,
    seq,
    id: `bilibili:${seq}`,
    room,
    source: 'bilibili:21452505',
    at: noon,
    receivedAt: noon,
    user: { id: 'bilibili:42', name: '某人' },
    text: `第 ${seq} 条 \u0000\ud800 {"\\'}`,
    ...changes,
  }
  const row = eventRow({ room, epoch: 'e1', epochNumber: 1, seq }, JSON.stringify(event))
  if (!row) throw new Error('a test made no event')
  return row
}

const rowsOf = (room: string, from: number, to: number): readonly EventRow[] =>
  Array.from({ length: to - from + 1 }, (_, index) => rowOf(room, from + index))

async function countIn(db: Db, table: string): Promise<unknown> {
  const [row] = await db.query(`select count(*) as n from ${table}`)
  return row?.['n']
}

describe.each(Object.keys(engines))('the store on %s', (name) => {
  let engine: Engine
  let db: Db

  beforeAll(async () => {
    engine = await engines[name]!()
    db = engine.db
  }, engineMs)

  afterAll(() => engine.stop())

  test('S0-34: an empty database is refused where migrating is not permitted', async () => {
    await expect(requireMigrated(db, migrations)).rejects.toThrow('0001_room.sql')
    expect(await countIn(db, 'pg_tables where schemaname = current_schema()')).toBe(0)
  })

  test('S0-34: two servers that start at once apply each migration once', async () => {
    const both = await Promise.all([
      migrate(db, migrations),
      migrate(engine.second, migrations),
      migrate(db, migrations),
    ])
    expect(both.flat()).toEqual(migrations.map(({ name: file }) => file))
    expect(await countIn(db, 'migrations')).toBe(migrations.length)
    await requireMigrated(db, migrations)
  })

  test('S0-34: a newer schema and an edited migration are refused, and nothing is changed', async () => {
    const [first, ...rest] = migrations
    const edited = [{ ...first!, checksum: 'of another text' }, ...rest]
    await expect(migrate(db, migrations.slice(0, 1))).rejects.toThrow(SchemaMismatch)
    await expect(migrate(db, edited)).rejects.toThrow('0001_room.sql')
    expect(await countIn(db, 'migrations')).toBe(migrations.length)
  })

  test('S0-34: a failed migration is rolled back completely', async () => {
    const bad = {
      version: 4,
      name: '0004_bad.sql',
      checksum: 'x',
      sql: 'create table half (); oops',
    }
    await expect(migrate(db, [...migrations, bad])).rejects.toThrow(StatementFailed)
    const [row] = await db.query(`select to_regclass('half') as half`)
    expect(row).toEqual({ half: null })
    expect(await migrate(db, migrations)).toEqual([])
  })

  test('preparing twice is harmless and makes the partitions of the coming days', async () => {
    await prepareStore(db, { now: noon, migrate: true, log })
    await prepareStore(db, { now: noon, migrate: false, log })
    expect(await ensurePartitions(db, noon)).toEqual({ created: [], strays: false })
    expect(await ensurePartitions(db, noon + dayMs)).toMatchObject({
      created: ['events_20261128'],
    })
  })

  test('values are read back as they were written', async () => {
    const params = [7, 'ü\\"\n', true, null, ['a', null, '{"'], 9_007_199_254_740_991]
    const [row] = await db.query(
      'select $1::int as a, $2::text as b, $3::bool as c, $4::text as d, $5::text[] as e, $6::bigint as f',
      params,
    )
    expect(Object.values(row!)).toEqual(params)
    await expect(db.query('select 9007199254740993 as big')).rejects.toThrow('9007199254740993')
  })

  test('a refused statement reports its SQLSTATE, and the database stays usable', async () => {
    await expect(db.query('select 1 / 0')).rejects.toMatchObject({
      name: 'StatementFailed',
      code: '22012',
    })
    expect(await db.query('select 1 as one')).toEqual([{ one: 1 }])
  })

  test('a transaction is all or nothing', async () => {
    const room = { id: 'tx', visibility: 'public', enabled: true, omit: [], createdAt: 1 } as const
    await expect(
      db.tx(async (tx) => {
        await createRoom(tx, room)
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    expect(await findRoom(db, 'tx')).toBeUndefined()
    await db.tx((tx) => createRoom(tx, room))
    expect(await findRoom(db, 'tx')).toEqual(room)
  })

  test('S0-27: a room is stored once, with its settings', async () => {
    const room = {
      id: 'night',
      visibility: 'private',
      enabled: true,
      omit: [],
      createdAt: noon,
    } as const
    await createRoom(db, room)
    await expect(createRoom(db, room)).rejects.toThrow(Conflict)
    const schedule = { opens: '0 20 * * *', closes: '0 23 * * *', zone: 'Asia/Shanghai' }
    const override = { state: 'open', at: noon } as const
    const run = { enabled: false, omit: ['like', 'enter'], schedule, override }
    const changed = { ...room, title: '夜', visibility: 'public', ...run } as const
    expect(await changeRoom(db, changed)).toBe(true)
    expect(await findRoom(db, 'night')).toEqual(changed)
    expect(await changeRoom(db, { ...changed, id: 'missing' })).toBe(false)
    expect((await listRooms(db)).map(({ id }) => id)).toEqual(['night', 'tx'])
  })

  test('S0-27: a source belongs to one room, and the refusal names it', async () => {
    const other = {
      id: 'day',
      visibility: 'public',
      enabled: true,
      omit: [],
      createdAt: noon,
    } as const
    const source = { platform: 'bilibili', ref: '1', room: 'night', createdAt: noon }
    await createRoom(db, other)
    await addSource(db, source)
    await expect(addSource(db, { ...source, room: 'day' })).rejects.toThrow('night')
    await expect(addSource(db, source)).rejects.toThrow(Conflict)
    await addSource(db, { ...source, platform: 'douyin', room: 'day' })
    expect(await ownerOf(db, 'bilibili', '1')).toBe('night')
    expect(await sourcesOf(db, 'night')).toEqual([source])
    expect(await removeSource(db, 'bilibili', '1')).toBe(true)
    expect(await removeSource(db, 'bilibili', '1')).toBe(false)
    await addSource(db, { ...source, room: 'day' })
    expect((await sourcesOf(db, 'day')).map(({ platform }) => platform)).toEqual([
      'bilibili',
      'douyin',
    ])
  })

  test('of two writers that add the same source at once, one is refused', async () => {
    const source = { platform: 'race', ref: '1', createdAt: noon }
    const both = await Promise.allSettled([
      addSource(db, { ...source, room: 'day' }),
      addSource(engine.second, { ...source, room: 'night' }),
    ])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { name: 'Conflict' },
    })
  })

  test('an unknown visibility is refused by name', async () => {
    const insert = `insert into rooms (id, visibility, created_at) values ('x', 'secret', 1)`
    await expect(db.query(insert)).rejects.toThrow('rooms_visibility_known')
  })

  test('S0-32: a batch that is sent again adds nothing', async () => {
    const rows = rowsOf('again', 1, 250)
    await insertEvents(db, rows)
    await Promise.all([insertEvents(db, rows), insertEvents(engine.second, rows)])
    await insertEvents(db, [...rows.slice(200), ...rowsOf('again', 251, 260)])
    expect(await countIn(db, `events where room = 'again'`)).toBe(260)
    expect(await storedEpochs(db, 'again')).toEqual([{ epoch: 'e1', number: 1, seq: 260 }])
  })

  test('S0-28: one message id from two platforms is two events', async () => {
    const room = 'two'
    await insertEvents(db, [
      rowOf(room, 1, { id: '7', source: 'bilibili:1' }),
      rowOf(room, 2, { id: '7', source: 'douyin:1' }),
    ])
    expect(await eventsAfter(db, room, { epoch: 'e1', seq: 0 }, 9)).toHaveLength(2)
  })

  test('an event is read back byte for byte', async () => {
    const row = rowOf('bytes', 1, { id: 'a\u0000b\ud800', user: undefined })
    await insertEvents(db, [row])
    expect(await eventsAfter(db, 'bytes', { epoch: 'e1', seq: 0 }, 1)).toEqual([
      { seq: 1, line: row.line },
    ])
    expect(await db.query(`select user_id from events where room = 'bytes'`)).toEqual([
      { user_id: null },
    ])
  })

  test('events are read after a position, in order, across days', async () => {
    const rows = Array.from({ length: 9 }, (_, index) =>
      rowOf('days', index + 1, { receivedAt: noon + ((index % 3) - 1) * dayMs }),
    )
    await insertEvents(db, rows.toReversed())
    const read = await eventsAfter(db, 'days', { epoch: 'e1', seq: 2 }, 5)
    expect(read.map(({ seq }) => seq)).toEqual([3, 4, 5, 6, 7])
    expect(await eventsAfter(db, 'days', { epoch: 'e1', seq: 9 }, 5)).toEqual([])
    expect(await eventsAfter(db, 'days', { epoch: 'other', seq: 0 }, 5)).toEqual([])
  })

  test('reading after a position scans no table', async () => {
    const plan = await db.tx(async (tx) => {
      await tx.script('set local enable_seqscan = off')
      return tx.query(
        `explain select seq, line from events
         where room = 'again' and epoch = 'e1' and seq > 5 order by seq limit 10`,
      )
    })
    const text = plan.map((row) => String(row['QUERY PLAN'])).join('\n')
    expect(text).toContain('Merge Append')
    expect(text).not.toContain('Seq Scan')
  })

  test('M3 the first event of a room on demand creates it as private; an existing room is not changed', async () => {
    await insertEvents(db, [rowOf('bilibili:9', 1), rowOf('night', 1)])
    expect(await findRoom(db, 'bilibili:9')).toEqual({
      id: 'bilibili:9',
      visibility: 'private',
      enabled: true,
      createdAt: noon,
      omit: [],
    })
    expect(await findRoom(db, 'night')).toMatchObject({ title: '夜', visibility: 'public' })
  })

  test('M3 a removed room stays removed when its last events are stored late', async () => {
    const room = {
      id: 'gone',
      visibility: 'private',
      enabled: true,
      omit: [],
      createdAt: 1,
    } as const
    await createRoom(db, room)
    await insertEvents(db, [rowOf('gone', 1)])
    await removeRoom(db, 'gone')
    await insertEvents(db, rowsOf('gone', 2, 9))
    expect(await findRoom(db, 'gone')).toBeUndefined()
    expect(await storedEpochs(db, 'gone')).toEqual([{ epoch: 'e1', number: 1, seq: 9 }])
    expect(await eventsAfter(db, 'gone', { epoch: 'e1', seq: 0 }, 99)).toHaveLength(9)
  })

  test('B2 each epoch keeps its last stored position; the newest one has the highest number, not the latest date', async () => {
    const later = {
      ...rowOf('life', 1, { receivedAt: noon - dayMs }),
      epoch: 'a-later',
      epochNumber: 2,
    }
    await insertEvents(db, [later])
    await insertEvents(db, rowsOf('life', 1, 5)) // the rest of the first epoch is stored late
    expect(await storedEpochs(db, 'life')).toEqual([
      { epoch: 'a-later', number: 2, seq: 1 },
      { epoch: 'e1', number: 1, seq: 5 },
    ])
    expect(await storedEpochs(db, 'missing')).toEqual([])
  })

  test('the newest events of a range are read backwards, up to a limit and not older than a given time', async () => {
    const rows = Array.from({ length: 9 }, (_, index) =>
      rowOf('back', index + 1, { receivedAt: noon + (index < 3 ? -dayMs : 0) }),
    )
    await insertEvents(db, rows)
    const range = { room: 'back', epoch: 'e1', after: 0, before: 9, since: noon }
    const read = async (limit: number): Promise<readonly number[]> =>
      (await newestEvents(db, range, limit)).map(({ seq }) => seq)
    expect(await read(2)).toEqual([8, 7])
    expect(await read(99)).toEqual([8, 7, 6, 5, 4])
  })

  test("an event of a far day is stored in the default partition, and moves when that day's is made", async () => {
    const farDay = noon + 100 * dayMs
    await insertEvents(db, [rowOf('far', 1, { receivedAt: farDay })])
    expect(await ensurePartitions(db, noon)).toMatchObject({ strays: true })
    const [report] = await Promise.all([
      ensurePartitions(db, farDay),
      ensurePartitions(engine.second, farDay),
    ])
    expect(report.strays).toBe(false)
    expect(await countIn(db, 'events_20270228')).toBe(1)
    expect(await eventsAfter(db, 'far', { epoch: 'e1', seq: 0 }, 9)).toHaveLength(1)
  })

  test('a token is found by its hash until it is revoked', async () => {
    const token = { id: 't1', hash: 'abc', name: 'OBS', scopes: ['rooms:read'], createdAt: 1 }
    const { save, list } = tokenTable
    const inNight = { ...token, room: 'night' }
    await save(db, inNight)
    await save(db, { ...token, id: 't2', hash: 'def', scopes: [], createdAt: 2 })
    await expect(save(db, { ...token, id: 't3' })).rejects.toThrow('tokens_hash_unique')
    await save(db, { ...inNight, lastUsedAt: 5 })
    await save(db, { ...inNight, lastUsedAt: 4 })
    expect(await findToken(db, 'abc')).toEqual({ ...inNight, lastUsedAt: 5 })
    await save(db, { ...inNight, revokedAt: 9 })
    await save(db, inNight)
    expect(await findToken(db, 'abc')).toBeUndefined()
    expect((await list(db)).map(({ id, revokedAt }) => [id, revokedAt])).toEqual([
      ['t1', 9],
      ['t2', undefined],
    ])
  })

  test('an overlay is stored by its name, and the newest design is read', async () => {
    const { save, list, remove } = overlayTable
    const overlay = { name: 'main', design: { theme: 'pixel' }, updatedAt: 1 }
    await save(db, { ...overlay, name: 'other' })
    await save(db, overlay)
    await save(db, { ...overlay, design: {}, updatedAt: 2 })
    expect(await list(db)).toEqual([
      { name: 'main', design: {}, updatedAt: 2 },
      { ...overlay, name: 'other' },
    ])
    await remove(db, 'main')
    expect((await list(db)).map((kept) => kept.name)).toEqual(['other'])
  })

  test('every priority is answered', async () => {
    const priorities: readonly Priority[] = ['api', 'resume', 'write']
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, n) => db.query('select $1::int as n', [n], priorities[n % 3])),
    )
    expect(answers.flat().map((row) => row['n'])).toEqual(Array.from({ length: 60 }, (_, n) => n))
  })
})
