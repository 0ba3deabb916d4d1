import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Locked } from '../../lib/file/lock-file.ts'
import { DatabaseUnavailable, StatementFailed } from './db.ts'
import { openPglite } from './pglite.ts'
import type { PgliteThread } from './pglite-thread.ts'

let folder = ''
let dir = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'danmu-pglite-'))
  dir = join(folder, 'pg')
})

afterEach(() => rmSync(folder, { recursive: true }))

/** Creates fake threads that record their statements, and end on demand. */
class FakeThreads {
  readonly statements: string[] = []
  readonly warned: string[] = []
  started = 0
  end = (): void => undefined
  readonly log = { warn: (_: object, message: string) => this.warned.push(message) }

  readonly start = (_: string, onEnd: () => void): Promise<PgliteThread> => {
    this.started += 1
    this.end = onEnd
    const ask = async (sql: string): Promise<void> => {
      this.statements.push(sql)
      await new Promise(setImmediate)
    }
    return Promise.resolve({
      query: async (sql) => {
        await ask(sql)
        return [{ sql }]
      },
      script: ask,
      close: () => ask('close'),
    })
  }
}

test('one statement runs at a time: storing first, then resuming, then the API', async () => {
  const threads = new FakeThreads()
  const db = await openPglite(dir, threads.log, threads.start)
  await Promise.all([
    db.query('first'),
    db.query('api'),
    db.script('script'),
    db.query('resume', [], 'resume'),
    db.tx((tx) => tx.query('in a transaction'), 'write'),
    db.query('write', [], 'write'),
  ])
  expect(threads.statements).toEqual([
    'first',
    'begin',
    'in a transaction',
    'commit',
    'write',
    'resume',
    'api',
    'script',
  ])
  await db.close()
})

test('a warning says that it is not for billing', async () => {
  const threads = new FakeThreads()
  const db = await openPglite(dir, threads.log, threads.start)
  expect(threads.warned.join()).toContain('not for money')
  await db.close()
})

test('a thread that has crashed is replaced at the next call', async () => {
  const threads = new FakeThreads()
  const db = await openPglite(dir, threads.log, threads.start)
  threads.end()
  expect(await db.query('again')).toEqual([{ sql: 'again' }])
  expect(threads.started).toBe(2)
  await db.close()
})

test('S2-5 a database that does not start is started 5 times in a row at most', async () => {
  const threads = new FakeThreads()
  const db = await openPglite(dir, threads.log, async (_, onEnd) => {
    if (threads.started === 0) return threads.start(dir, onEnd)
    threads.started += 1
    await new Promise(setImmediate)
    onEnd()
    throw new DatabaseUnavailable('away', 'the thread has ended')
  })
  threads.end()
  const calls = Array.from({ length: 20 }, () => db.query('select 1'))
  const failed = await Promise.allSettled(calls)
  expect(failed.every(({ status }) => status === 'rejected')).toBe(true)
  expect(threads.started).toBe(6)
  await db.close()
})

test('a transaction that met another one runs again', async () => {
  const threads = new FakeThreads()
  const db = await openPglite(dir, threads.log, threads.start)
  let runs = 0
  const result = await db.tx(async () => {
    runs += 1
    if (runs < 3) throw new StatementFailed('deadlock detected', '40P01')
    return 'done'
  })
  expect([result, runs]).toEqual(['done', 3])
  expect(threads.statements.join(' ')).toBe('begin rollback begin rollback begin commit')
  await db.close()
})

test('the folder is locked while the database is open', async () => {
  const threads = new FakeThreads()
  const db = await openPglite(dir, threads.log, threads.start)
  await expect(openPglite(dir, threads.log, threads.start)).rejects.toThrow(Locked)
  await db.close()
  await db.close()
  expect(threads.statements).toEqual(['close'])
  expect(existsSync(`${dir}.lock`)).toBe(false)
  await expect(db.query('late')).rejects.toThrow(DatabaseUnavailable)
})

test('a database that does not open leaves no lock', async () => {
  const { log } = new FakeThreads()
  const refuse = (): Promise<PgliteThread> =>
    Promise.reject(new DatabaseUnavailable('away', 'broken'))
  await expect(openPglite(dir, log, refuse)).rejects.toThrow('broken')
  expect(existsSync(`${dir}.lock`)).toBe(false)
})
