import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Conflict } from '../../server/store/query/conflict.ts'
import { type Db, type Priority, StatementFailed } from '../../server/store/engine/db.ts'
import { migrate, requireMigrated } from '../../server/store/engine/migrate.ts'
import { readMigrations, SchemaMismatch } from '../../server/store/engine/migration.ts'
import { prepareStore } from '../../server/store/engine/open.ts'
import { overlayTable } from '../../server/store/query/overlay.ts'
import { ensurePartitions } from '../../server/store/engine/partition.ts'
import { changeRoom, createRoom, findRoom, listRooms } from '../../server/store/query/room.ts'
import { addSource, ownerOf, removeSource, sourcesOf } from '../../server/store/query/source.ts'
import { findToken, tokenTable } from '../../server/store/query/token.ts'
import { root } from '../kit/server.ts'
import { runLottery } from './lottery-case.ts'
import { countIn, type Engine, engineMs, engines } from './engine.ts'

const migrations = readMigrations(join(root, 'sql'))
const noon = Date.UTC(2026, 10, 20, 12)
const dayMs = 86_400_000
const log = { info: () => undefined, warn: () => undefined }

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

  test('S2-21 S2-22 S2-23 100 entries at once are one, and entries that race the end are all in the draw or none', async () => {
    expect(await runLottery(db, engine.second)).toEqual(['open', 'closed', 'drawn'])
  })
})
