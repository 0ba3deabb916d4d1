import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '../../server/store/engine/db.ts'
import { eventRow } from '../../server/store/writer/event-row.ts'
import { insertEvents } from '../../server/store/query/event.ts'
import {
  DatabaseHeld,
  releaseLease,
  leaseMs,
  renewLease,
  requireFree,
  takeLease,
  type RelayIdentity,
} from '../../server/store/query/lease.ts'
import { prepareStore } from '../../server/store/engine/open.ts'
import { type Engine, engineMs, engines } from './engine.ts'

const log = { info: () => undefined, warn: () => undefined }
const tenant = (holder: string, run = `${holder}-1`): RelayIdentity => ({
  holder,
  run,
  place: `host ${holder}, process 7`,
})
const [a, b] = [tenant('a'), tenant('b')]

function rowOf(seq: number) {
  const event = { type: 'like', id: `x:${seq}`, source: 'x:1', at: 1, receivedAt: 1, seq }
  const place = { room: 'x:1', epoch: 'e1', epochNumber: 1, seq }
  return eventRow(place, JSON.stringify(event))!
}

describe.each(Object.keys(engines))('B2 the lease of %s', (name) => {
  let engine: Engine
  let db: Db

  beforeAll(async () => {
    engine = await engines[name]!()
    db = engine.db
    await requireFree(db, a) // there is no table yet
    await prepareStore(db, { now: Date.now(), migrate: true, log })
  }, engineMs)

  afterAll(() => engine.stop())

  test('only one relay stores at a time, and the second gets the place of the first as the reason', async () => {
    await takeLease(db, a, false)
    await expect(takeLease(engine.second, b, false)).rejects.toThrow(DatabaseHeld)
    await expect(requireFree(engine.second, b)).rejects.toThrow('host a, process 7')
    await insertEvents(db, [rowOf(1)], a.run)
    await expect(insertEvents(engine.second, [rowOf(2)], b.run)).rejects.toThrow(DatabaseHeld)
    expect(await db.query('select seq from events')).toEqual([{ seq: 1 }])
  })

  test('a relay that was killed gets the lease back at once, and its earlier run can store nothing more', async () => {
    const before = await takeLease(db, a, false)
    const again = tenant('a', 'a-2')
    await requireFree(db, again)
    const after = await takeLease(db, again, false)
    expect(after).toEqual({ ...before, taken: before.taken + 1 })
    await expect(renewLease(db, a, before)).rejects.toThrow(DatabaseHeld)
    await expect(insertEvents(db, [rowOf(2)], a.run)).rejects.toThrow(DatabaseHeld)
    await insertEvents(db, [rowOf(2)], again.run)
  })

  test('a relay that takes the lease over holds it, and the former holder is refused', async () => {
    const first = await takeLease(db, a, false)
    await takeLease(engine.second, b, true)
    await expect(renewLease(db, a, first)).rejects.toThrow('host b')
    await expect(insertEvents(db, [rowOf(3)], a.run)).rejects.toThrow('host b')
    await releaseLease(db, a.run) // the lease is not its own any more
    await expect(takeLease(db, a, false)).rejects.toThrow(DatabaseHeld)
    await releaseLease(engine.second, b.run)
    await takeLease(db, a, false)
  })

  test('a lease that was not renewed for half a minute is free', async () => {
    const lease = await takeLease(db, a, false)
    const aged = (ms: number): Promise<unknown> =>
      db.query('update relays set renewed_at = renewed_at - $1::bigint', [ms])
    await aged(leaseMs - 5_000)
    await expect(takeLease(engine.second, b, false)).rejects.toThrow(DatabaseHeld)
    await renewLease(db, a, lease)
    await aged(leaseMs - 5_000)
    await expect(takeLease(engine.second, b, false)).rejects.toThrow(DatabaseHeld)
    await aged(5_000)
    await takeLease(engine.second, b, false)
    await expect(renewLease(db, a, lease)).rejects.toThrow(DatabaseHeld)
    await releaseLease(db, b.run)
  })

  test('the holder takes the lease again after the database was restored from a backup', async () => {
    const lease = await takeLease(db, a, false)
    await db.query(`update relays set holder = 'a', run = 'a-0', taken = $1`, [lease.taken - 1])
    expect(await renewLease(db, a, lease)).toEqual(lease)
    await insertEvents(db, [rowOf(4)], a.run)
  })
})
