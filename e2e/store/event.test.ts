import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '../../server/store/engine/db.ts'
import { prepareStore } from '../../server/store/engine/open.ts'
import { ensurePartitions } from '../../server/store/engine/partition.ts'
import { storedEpochs } from '../../server/store/query/epoch.ts'
import { eventsAfter, insertEvents, newestEvents } from '../../server/store/query/event.ts'
import { createRoom, findRoom, removeRoom } from '../../server/store/query/room.ts'
import { type EventRow, eventRow } from '../../server/store/writer/event-row.ts'
import { countIn, type Engine, engineMs, engines } from './engine.ts'

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

describe.each(Object.keys(engines))('the events of the store on %s', (name) => {
  let engine: Engine
  let db: Db

  beforeAll(async () => {
    engine = await engines[name]!()
    db = engine.db
    await prepareStore(db, { now: noon, migrate: true, log })
    await createRoom(db, {
      id: 'night',
      title: '夜',
      visibility: 'public',
      enabled: true,
      omit: [],
      createdAt: noon,
    })
  }, engineMs)

  afterAll(() => engine.stop())

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
})
