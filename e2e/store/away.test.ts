import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../server/lib/time/clock.ts'
import { maxFailures } from '../../server/store/engine/breaker.ts'
import type { LineSource } from '../../server/store/writer/backlog.ts'
import { type Db, DatabaseUnavailable } from '../../server/store/engine/db.ts'
import { storedEpochs } from '../../server/store/query/epoch.ts'
import { eventsAfter, insertEvents } from '../../server/store/query/event.ts'
import { prepareStore } from '../../server/store/engine/open.ts'
import { openPostgres } from '../../server/store/engine/pg.ts'
import { Writer } from '../../server/store/writer/writer.ts'
import { startPostgres, type TestPostgres } from '../kit/postgres.ts'
import { quietMs } from '../kit/quiet.ts'
import { until } from '../kit/wait.ts'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
let server: TestPostgres
let db: Db

beforeAll(async () => {
  server = await startPostgres()
  db = openPostgres(server.url, log)
})

afterAll(async () => {
  await db.close()
  await server.stop()
})

test('a killed server is away for pending and new calls, and then available again', async () => {
  const running = [
    db.query('select pg_sleep(60)'),
    db.tx((tx) => tx.query('select pg_sleep(60)')),
    db.tx(async (tx) => {
      await tx.query('select 1')
      await server.kill()
      return tx.query('select 2')
    }),
  ]
  const outcomes = await Promise.allSettled(running)
  expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason)).toEqual([
    expect.any(DatabaseUnavailable),
    expect.any(DatabaseUnavailable),
    expect.any(DatabaseUnavailable),
  ])
  await expect(db.query('select 1')).rejects.toThrow(DatabaseUnavailable)
  await server.restart()
  expect(await db.query('select 1 as one')).toEqual([{ one: 1 }])
})

test('a database that is not there yet does not prevent the opening', async () => {
  await server.kill()
  const early = openPostgres(server.url, log)
  await expect(early.query('select 1')).rejects.toThrow(DatabaseUnavailable)
  await server.restart()
  expect(await early.query('select 1 as one')).toEqual([{ one: 1 }])
  await early.close()
})

test('S2-5 calls of a server that stays away are refused at once, until it is back', async () => {
  await server.kill()
  const call = () => db.query('select 1 as one')
  for (let i = 0; i < maxFailures; i++) await expect(call()).rejects.toThrow(DatabaseUnavailable)
  const tookMs: number[] = []
  for (let i = 0; i < 200; i++) {
    const from = performance.now()
    await expect(call()).rejects.toThrow(DatabaseUnavailable)
    tookMs.push(performance.now() - from)
  }
  const p99 = tookMs.toSorted((a, b) => a - b)[197] ?? Infinity
  expect(await quietMs(p99)).toBeLessThan(50)
  await server.restart()
  await until(async () => expect(await call()).toEqual([{ one: 1 }]))
})

test('events that arrive while the server is away are all stored, once and in order', async () => {
  const total = 2_000
  const lines: string[] = []
  const source: LineSource = {
    epoch: 'e1',
    epochNumber: 1,
    oldest: 1,
    get head() {
      return lines.length
    },
    read: (from, limit) => Promise.resolve(lines.slice(from - 1, from - 1 + limit)),
  }
  const writer = new Writer({
    insert: (rows) => insertEvents(db, rows),
    prepare: () => prepareStore(db, { now: Date.now(), migrate: true, log }),
    clock: systemClock,
    random: () => 0,
    log,
  })
  let stored = 0
  const allStored = new Promise<void>((resolve) => {
    const feed = writer.follow({
      room: 'night',
      log: source,
      stored: 0,
      onStored: (seq) => {
        if (stored === 0) void interrupt()
        stored = seq
        if (seq === total) resolve()
      },
    })
    const interrupt = async (): Promise<void> => {
      await server.kill()
      grow(lines, total - lines.length)
      feed.advanced()
      await expect(writer.flush()).rejects.toThrow(DatabaseUnavailable)
      await server.restart()
    }
    grow(lines, total / 2)
    feed.advanced()
  })
  await allStored
  await writer.close()
  const read = await eventsAfter(db, 'night', { epoch: 'e1', seq: 0 }, total + 1)
  expect(read.map(({ line }) => line)).toEqual(lines)
  expect(await storedEpochs(db, 'night')).toEqual([{ epoch: 'e1', number: 1, seq: total }])
})

function grow(lines: string[], by: number): void {
  for (let i = 0; i < by; i++) {
    const seq = lines.length + 1
    const at = Date.now()
    lines.push(
      JSON.stringify({ type: 'like', id: `e1:${seq}`, source: 'demo:x', at, receivedAt: at, seq }),
    )
  }
}
