/** The thread of an embedded database. In the main thread a batch would block the feed for ten ms. */
import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { bigintType, parseBigint, type Row, type SqlValue } from './db.ts'
import { restrictFolder, makePrivateFolder, PrivateFiles } from './pglite-files.ts'

/** The start data of the thread. */
export interface Start {
  /** The folder of the database. */
  readonly dir: string
}

/** A request to the thread; the caller chooses the `id`. */
export type Request =
  | {
      readonly id: number
      readonly kind: 'query'
      readonly sql: string
      readonly params: readonly SqlValue[]
    }
  | { readonly id: number; readonly kind: 'script'; readonly sql: string }
  | { readonly id: number; readonly kind: 'close' }

/**
 * A message of the thread: first that it is open, then one answer for each request. Errors lose their
 * fields between threads, so they are sent as data.
 */
export type Reply =
  | { readonly kind: 'opened' }
  | { readonly kind: 'rows'; readonly id: number; readonly rows: readonly Row[] }
  | {
      readonly kind: 'refused'
      readonly id: number
      readonly message: string
      readonly code: string
    }

/** Opens the database; creates it if there is none, or if its creation was interrupted. */
async function open(dir: string): Promise<PGlite> {
  if (existsSync(join(dir, 'PG_VERSION'))) restrictFolder(dir)
  else await make(dir)
  const fs = new PrivateFiles(dir)
  return PGlite.create({ fs, parsers: { [bigintType]: parseBigint } })
}

/** Creates a database beside its folder and then renames it, so that the folder is always complete. */
async function make(dir: string): Promise<void> {
  const half = `${dir}.half`
  rmSync(half, { recursive: true, force: true })
  makePrivateFolder(half)
  const db = await PGlite.create({ fs: new PrivateFiles(half) })
  await db.close()
  renameSync(half, dir) // fails if the folder contains other files
}

async function answer(db: PGlite, request: Request): Promise<Reply> {
  const { id } = request
  try {
    return { kind: 'rows', id, rows: await run(db, request) }
  } catch (cause) {
    // PGlite throws only Error objects; those of the database have a code.
    const { message, code } = cause as Error & { readonly code?: unknown }
    return { kind: 'refused', id, message, code: typeof code === 'string' ? code : '' }
  }
}

async function run(db: PGlite, request: Request): Promise<readonly Row[]> {
  switch (request.kind) {
    case 'query':
      return (await db.query<Row>(request.sql, [...request.params])).rows
    case 'script':
      await db.exec(request.sql)
      return []
    case 'close':
      await db.query('checkpoint')
      await db.close()
      return []
  }
}

const port = parentPort
if (!port) throw new Error('pglite-worker runs as a worker thread only')
const { dir } = workerData as Start // set by pglite-thread.ts
const db = await open(dir)
port.on('message', (request: Request) => {
  void answer(db, request).then((reply) => port.postMessage(reply))
})
port.postMessage({ kind: 'opened' } satisfies Reply)
