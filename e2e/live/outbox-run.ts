import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { nodeArguments } from '../../server/lib/spawn-worker.ts'
import type { Db } from '../../server/store/engine/db.ts'
import { openPostgres } from '../../server/store/engine/pg.ts'
import { startPostgres } from '../kit/postgres.ts'
import { root, temporaryFolder } from '../kit/server.ts'
import type { Task } from './outbox-child.ts'
import { killPoints, outboxRoom } from './outbox-task.ts'

/** Runs the process of a task to its end. @returns the signal that killed it. @throws if it failed. */
export async function runTask(task: Task): Promise<NodeJS.Signals | null> {
  const program = nodeArguments(import.meta.url, 'outbox-child')
  const child = spawn(process.execPath, [...program, JSON.stringify(task)], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const orphaned = (): void => void child.kill('SIGKILL')
  process.once('exit', orphaned)
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  process.off('exit', orphaned)
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`the process failed: ${said}`)
  return signal
}

/** A PostgreSQL database of its own, and the base of tasks for it. */
export interface OutboxPlace extends Pick<Task, 'dataDir'> {
  readonly databaseUrl: string
  readonly db: Db
}

/** Opens an empty PostgreSQL database until the test has finished. */
export async function openPlace(): Promise<OutboxPlace> {
  const folder = temporaryFolder()
  const postgres = await startPostgres()
  const db = openPostgres(postgres.url, { warn: () => undefined })
  onTestFinished(async () => {
    await db.close()
    await postgres.stop()
    folder.remove()
  })
  return { dataDir: folder.path, databaseUrl: postgres.url, db }
}

/** Runs tasks that are killed, and checks that each is. */
export async function killEach(base: Omit<Task, 'kill'>, points: readonly Kill[]): Promise<void> {
  for (const kill of points) {
    expect([kill, await runTask({ ...base, kill })]).toEqual([kill, 'SIGKILL'])
  }
}

/** The comments or gifts that were stored in the room, and the events that show them. */
export interface Outcome {
  /** The ids of the events that the stored comments have. */
  readonly stored: readonly string[]
  /** The ids of the events that are shown, in the order of the feed. */
  readonly shown: readonly string[]
  /** The number of rows that wait. */
  readonly waiting: number
}

/** Reads what a finished process left in the database, which holds all events of its journal. */
export async function outcomeIn(db: Db, type: 'chat' | 'gift' = 'chat'): Promise<Outcome> {
  const stored = await db.query(
    type === 'chat'
      ? `select 'live:' || id as id from comments order by id`
      : `select 'live:' || event as id from gift_orders order by event`,
  )
  const events = await db.query(
    `select e.id from events e join epochs p on p.room = e.room and p.epoch = e.epoch
     where e.type = $2 and e.room = $1 and e.id not like '%:final' order by p.number, e.seq`,
    [`live:${outboxRoom}`, type],
  )
  const [rows] = await db.query('select count(*) as waiting from outbox')
  return {
    stored: stored.map(({ id }) => String(id)),
    shown: events.map(({ id }) => String(id)),
    waiting: Number(rows?.['waiting']),
  }
}

/** Makes a room forget: its journal is gone, and its stored events are older than it remembers. */
export async function forget(db: Db, dataDir: string): Promise<void> {
  rmSync(join(dataDir, 'journal'), { recursive: true, force: true })
  await db.query('update events set received_at = received_at - 7 * 3600000')
}

/** The kill of a process, at a point of one of its comments or gifts. */
export type Kill = NonNullable<Task['kill']>

/** Every point of a kill, at the first comment and at a later one. */
export const kills: readonly Kill[] = killPoints.flatMap((point) =>
  [1, 3].map((nth) => ({ point, nth })),
)
