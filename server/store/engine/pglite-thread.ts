import type { Worker } from 'node:worker_threads'
import { spawnWorker } from '../../lib/spawn-worker.ts'
import { refusal, type Row, type SqlValue, type Statements, DatabaseUnavailable } from './db.ts'
import type { Reply, Request, Start } from './pglite-worker.ts'

/** The thread of an embedded database. */
export interface PgliteThread extends Statements {
  /** Closes the database and then the thread. Idempotent. */
  readonly close: () => Promise<void>
}

interface Call {
  readonly resolve: (rows: readonly Row[]) => void
  readonly reject: (reason: Error) => void
}

type Unnumbered = Request extends infer R ? (R extends Request ? Omit<R, 'id'> : never) : never

/**
 * Starts the thread and waits until the database is open; the first time takes some seconds.
 *
 * @param onEnd - called when the thread has ended, for any reason.
 * @throws DatabaseUnavailable if it does not open.
 */
export async function startThread(dir: string, onEnd: () => void): Promise<PgliteThread> {
  const worker = spawnWorker(import.meta.url, 'pglite-worker', {
    workerData: { dir } satisfies Start,
  })
  const calls = new Map<number, Call>()
  await listen(worker, calls, onEnd)
  let ids = 0
  let closed: Promise<void> | undefined
  const call = (request: Unnumbered): Promise<readonly Row[]> => {
    if (worker.threadId < 0) return Promise.reject(gone())
    const id = ++ids
    return new Promise((resolve, reject) => {
      calls.set(id, { resolve, reject })
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage({ ...request, id } satisfies Request)
    })
  }
  const close = async (): Promise<void> => {
    await call({ kind: 'close' })
    await worker.terminate()
  }
  return {
    query: (sql: string, params: readonly SqlValue[] = []) => call({ kind: 'query', sql, params }),
    script: async (sql) => void (await call({ kind: 'script', sql })),
    close: () => (closed ??= close()),
  }
}

/** Resolves each call with its answer. The returned promise resolves when the database is open. */
function listen(worker: Worker, calls: Map<number, Call>, onEnd: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let reason: unknown
    worker.on('message', (reply: Reply) => {
      if (reply.kind === 'opened') resolve()
      else settle(calls, reply)
    })
    worker.on('error', (cause) => (reason = cause))
    worker.on('exit', () => {
      onEnd()
      const error = gone(reason)
      reject(error)
      for (const call of calls.values()) call.reject(error)
      calls.clear()
    })
  })
}

function settle(calls: Map<number, Call>, reply: Exclude<Reply, { kind: 'opened' }>): void {
  const call = calls.get(reply.id)
  calls.delete(reply.id)
  if (reply.kind === 'rows') call?.resolve(reply.rows)
  else call?.reject(refusal(reply.message, reply.code))
}

function gone(cause?: unknown): DatabaseUnavailable {
  const why = cause instanceof Error ? `: ${cause.message}` : ''
  return new DatabaseUnavailable('away', `the embedded database has ended${why}`, { cause })
}
