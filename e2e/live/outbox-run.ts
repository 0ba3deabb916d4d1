import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { nodeArguments } from '../../server/lib/spawn-worker.ts'
import type { Db } from '../../server/store/engine/db.ts'
import { root } from '../kit/server.ts'
import type { Task } from './outbox-child.ts'
import { type KillPoint, killPoints, outboxRoom } from './outbox-task.ts'

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

/** The comments of the room, and the lines of their events. */
export interface Outcome {
  /** The ids of the events that the stored comments have. */
  readonly stored: readonly string[]
  /** The ids of the events that are shown, in the order of the feed. */
  readonly shown: readonly string[]
  /** The number of rows that wait. */
  readonly waiting: number
}

/** Reads what a finished process left in the database, which holds all events of its journal. */
export async function outcomeIn(db: Db): Promise<Outcome> {
  const comments = await db.query(`select 'live:' || id as id from comments order by id`)
  const events = await db.query(
    `select e.id from events e join epochs p on p.room = e.room and p.epoch = e.epoch
     where e.type = 'chat' and e.room = $1 order by p.number, e.seq`,
    [`live:${outboxRoom}`],
  )
  const [rows] = await db.query('select count(*) as waiting from outbox')
  return {
    stored: comments.map(({ id }) => String(id)),
    shown: events.map(({ id }) => String(id)),
    waiting: Number(rows?.['waiting']),
  }
}

/** Makes a room forget: its journal is gone, and its stored events are older than it remembers. */
export async function forget(db: Db, dataDir: string): Promise<void> {
  rmSync(join(dataDir, 'journal'), { recursive: true, force: true })
  await db.query('update events set received_at = received_at - 7 * 3600000')
}

/** Every point of a kill, with the comment at which it happens: the first one, and a later one. */
export const kills: readonly { readonly point: KillPoint; readonly comment: number }[] =
  killPoints.flatMap((point) => [1, 3].map((comment) => ({ point, comment })))
