import { expect, test } from 'vitest'
import { openPostgres } from '../../server/store/engine/pg.ts'
import { openPglite } from '../../server/store/engine/pglite.ts'
import { placeEmptyDatabase } from '../kit/empty-database.ts'
import { startPostgres } from '../kit/postgres.ts'
import { temporaryFolder } from '../kit/server.ts'
import { forget, kills, outcomeIn, runTask } from '../live/outbox-run.ts'

const silent = { warn: () => undefined }

test('S4-33 a process that is killed at any point shows each stored comment once, in order', async () => {
  const folder = temporaryFolder()
  const postgres = await startPostgres()
  const base = { dataDir: folder.path, databaseUrl: postgres.url }
  for (const kill of kills) expect(await runTask({ ...base, comments: 4, kill })).toBe('SIGKILL')
  expect(await runTask({ ...base, comments: 1 })).toBeNull()
  const db = openPostgres(postgres.url, silent)
  const { stored, shown, waiting } = await outcomeIn(db)
  expect(stored.length).toBeGreaterThan(kills.length)
  expect(shown).toEqual(stored)
  expect(waiting).toBe(0)
  await db.close()
  await postgres.stop()
  folder.remove()
}, 300_000)

test('a comment that was shown is not shown again by a room that has forgotten it', async () => {
  const folder = temporaryFolder()
  const postgres = await startPostgres()
  const base = { dataDir: folder.path, databaseUrl: postgres.url }
  const db = openPostgres(postgres.url, silent)
  const kill = { point: 'the row is marked', comment: 2 } as const
  expect(await runTask({ ...base, comments: 3, kill })).toBe('SIGKILL')
  expect(await runTask({ ...base, comments: 0 })).toBeNull() // its events are stored
  const [last] = (await outcomeIn(db)).stored.slice(-1)
  await db.query(
    `insert into outbox (id, room, draft) select $1::bigint, 'stage', '{"type":"chat","text":"1"}'`,
    [Number(last?.slice(5))],
  )
  await forget(db, folder.path)
  expect(await runTask({ ...base, comments: 1 })).toBeNull()
  const { stored, shown, waiting } = await outcomeIn(db)
  expect(shown).toEqual(stored)
  expect(waiting).toBe(0)
  await db.close()
  await postgres.stop()
  folder.remove()
}, 300_000)

test('with the embedded database a comment is shown once, wherever the process is killed', async () => {
  const folder = temporaryFolder()
  await placeEmptyDatabase(`${folder.path}/pg`)
  const base = { dataDir: folder.path }
  for (const kill of kills.filter(({ comment }) => comment === 1)) {
    expect(await runTask({ ...base, comments: 2, kill })).toBe('SIGKILL')
  }
  expect(await runTask({ ...base, comments: 1 })).toBeNull()
  const db = await openPglite(`${folder.path}/pg`, silent)
  const { stored, shown, waiting } = await outcomeIn(db)
  expect(shown).toEqual(stored)
  expect(waiting).toBe(0)
  await db.close()
  folder.remove()
}, 300_000)
