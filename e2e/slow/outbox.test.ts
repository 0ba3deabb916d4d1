import { expect, onTestFinished, test } from 'vitest'
import { openPglite } from '../../server/store/engine/pglite.ts'
import { placeEmptyDatabase } from '../kit/empty-database.ts'
import { temporaryFolder } from '../kit/server.ts'
import { forget, killEach, kills, openPlace, outcomeIn, runTask } from '../live/outbox-run.ts'

const silent = { warn: () => undefined }
const mostMs = 500_000 // each of up to thirteen processes takes seconds on a busy machine

test(
  'S4-33 a process that is killed at any point shows each stored comment once, in order',
  async () => {
    const { db, ...place } = await openPlace()
    await killEach({ ...place, comments: 4 }, kills)
    expect(await runTask({ ...place, comments: 1 })).toBeNull()
    const { stored, shown, waiting } = await outcomeIn(db)
    expect(stored.length).toBeGreaterThan(kills.length)
    expect(shown).toEqual(stored)
    expect(waiting).toBe(0)
  },
  mostMs,
)

test(
  'a comment that was shown is not shown again by a room that has forgotten it',
  async () => {
    const { db, ...place } = await openPlace()
    await killEach({ ...place, comments: 3 }, [{ point: 'the row is marked', nth: 2 }])
    expect(await runTask({ ...place, comments: 1 })).toBeNull() // all events are stored
    const last = (await outcomeIn(db)).stored.at(-1) ?? ''
    await db.query(
      `insert into outbox (id, room, draft) select $1::bigint, 'stage', '{"type":"chat","text":"1"}'`,
      [Number(last.slice('live:'.length))],
    )
    await forget(db, place.dataDir)
    expect(await runTask({ ...place, comments: 1 })).toBeNull()
    const { stored, shown, waiting } = await outcomeIn(db)
    expect(shown).toEqual(stored)
    expect(waiting).toBe(0)
  },
  mostMs,
)

test(
  'with the embedded database a comment is shown once, wherever the process is killed',
  async () => {
    const folder = temporaryFolder()
    onTestFinished(folder.remove)
    const dir = `${folder.path}/pg`
    await placeEmptyDatabase(dir)
    const task = { dataDir: folder.path, comments: 2 }
    await killEach(
      task,
      kills.filter(({ nth }) => nth === 1),
    )
    expect(await runTask(task)).toBeNull()
    const db = await openPglite(dir, silent)
    const { stored, shown, waiting } = await outcomeIn(db)
    await db.close()
    expect(shown).toEqual(stored)
    expect(waiting).toBe(0)
  },
  mostMs,
)
