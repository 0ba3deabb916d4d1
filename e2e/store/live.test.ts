import { defaultRules } from '../../server/live/comment-rules.ts'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFakeClock } from '../../server/lib/time/clock.fake.ts'
import { forgetAccount } from '../../server/live/forget-account.ts'
import type { Db } from '../../server/store/engine/db.ts'
import { migrate } from '../../server/store/engine/migrate.ts'
import { readMigrations } from '../../server/store/engine/migration.ts'
import { deleteAuditBefore, insertAudit, listAudit } from '../../server/store/query/audit.ts'
import { findComment, insertComment } from '../../server/store/query/comment.ts'
import { follow, followsOf } from '../../server/store/query/follow.ts'
import { type LiveRoomRecord, liveRoomTable } from '../../server/store/query/live-room.ts'
import { noteVisits, visitsOf } from '../../server/store/query/visit.ts'
import { root } from '../kit/server.ts'
import { countIn, type Engine, engineMs, engines } from './engine.ts'

const at = Date.UTC(2026, 10, 20, 12)
const everything = { limit: 100 }

const stage: LiveRoomRecord = {
  slug: 'stage',
  host: 'host',
  visibility: 'public',
  rules: defaultRules,
  version: 1,
  createdAt: at,
  broadcast: { number: 1, title: 'Stage', state: { code: 0 }, likes: 0, createdAt: at },
}

describe.each(Object.keys(engines))('live rooms on %s', (name) => {
  let engine: Engine
  let db: Db

  beforeAll(async () => {
    engine = await engines[name]!()
    db = engine.db
    await migrate(db, readMigrations(join(root, 'sql')))
    await db.tx((tx) => liveRoomTable.save(tx, stage))
  }, engineMs)

  afterAll(() => engine.stop())

  test('S4-38 S4-39 of 50 joins at once each account has one visit, and is counted once', async () => {
    const joins = Array.from({ length: 50 }, (_, n) =>
      noteVisits(db, 'stage', [`p${n % 5}`, 'ada'], at + n),
    )
    expect(Math.max(...(await Promise.all(joins)))).toBe(6)
    expect(await countIn(db, 'visits')).toBe(6)
    expect(await visitsOf(db, 'ada', everything)).toMatchObject([
      { room: 'stage', lastAt: at + 49 },
    ])
  })

  test('S2-12 of 50 follows at once one is the first, and there is one row', async () => {
    const follows = Array.from({ length: 50 }, () => follow(db, 'ada', { host: 'host', at }))
    expect((await Promise.all(follows)).filter((isNew) => isNew)).toHaveLength(1)
    expect(await followsOf(db, 'ada', everything)).toEqual([{ host: 'host', at }])
  })

  test('S4-20 of two changes that follow the same version one is stored', async () => {
    const states = [{ code: 1 }, { code: 3 }] as const
    const outcomes = await Promise.allSettled(
      states.map((state) =>
        engine.second.tx((tx) =>
          liveRoomTable.save(tx, {
            ...stage,
            version: 2,
            broadcast: { ...stage.broadcast, state },
          }),
        ),
      ),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await liveRoomTable.list(db)).toMatchObject([{ version: 2 }])
  })

  test('T-FORGET an account that is deleted leaves its number alone', async () => {
    const comment = { room: 'stage', number: 1, at, text: 'my own words' }
    const own = await insertComment(db, { ...comment, account: 'ada', name: 'Ada L' }, '{}')
    const other = await insertComment(db, { ...comment, account: 'bob', name: 'Bob' }, '{}')
    await follow(db, 'bob', { host: 'ada', at })
    const change = { at, action: 'PATCH /api/me', target: {}, address: '203.0.113.9' }
    await insertAudit(db, { ...change, actor: 'ada', after: { id: 'ada', name: 'Ada L' } })
    await insertAudit(db, { ...change, actor: 'bob', before: { account: 'ada', name: 'Ada L' } })
    const forgotten: string[] = []
    const kept = { forget: async (id: string) => void forgotten.push(id) }
    for (let times = 0; times < 2; times++) {
      await forgetAccount('ada', {
        database: db,
        rooms: { loaded: true, ...kept },
        restrictions: kept,
        clock: createFakeClock(),
        wake: () => forgotten.push('woken'),
      })
    }
    expect(forgotten).toEqual(['woken', 'ada', 'ada', 'woken', 'ada', 'ada'])
    expect([await findComment(db, 'stage', own), await findComment(db, 'stage', other)]).toEqual([
      undefined,
      expect.objectContaining({ text: 'my own words', name: 'Bob' }),
    ])
    expect(await visitsOf(db, 'ada', everything)).toEqual([])
    expect(await followsOf(db, 'ada', everything)).toEqual([])
    expect(await followsOf(db, 'bob', everything)).toEqual([])
    expect(await listAudit(db, everything)).toMatchObject([
      { actor: 'bob', address: '203.0.113.9', before: undefined },
      { actor: 'ada', address: undefined, after: undefined },
    ])
    const drafts = (await db.query('select draft from outbox order by id')).map(
      ({ draft }) => draft,
    )
    expect(drafts).toEqual(['{}', '{}', '{"type":"retract","target":{"user":"live:ada"}}'])
    expect(await textsOf(db)).not.toContain('Ada L')
  })

  test('entries of the audit log are deleted by their time', async () => {
    expect(await deleteAuditBefore(db, at)).toBe(0)
    expect(await deleteAuditBefore(db, at + 1)).toBe(2)
    expect(await listAudit(db, everything)).toEqual([])
  })
})

/** Returns the rows of all tables of live rooms and people, as JSON. */
async function textsOf(db: Db): Promise<string> {
  const tables = [
    'comments',
    'visits',
    'follows',
    'bans',
    'members',
    'live_rooms',
    'audit',
    'outbox',
  ]
  const rows = await Promise.all(tables.map((table) => db.query(`select * from ${table}`)))
  return JSON.stringify(rows)
}
