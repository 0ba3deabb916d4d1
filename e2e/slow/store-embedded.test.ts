import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { on, once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  watch,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Locked } from '../../server/lib/file/lock-file.ts'
import { nodeArguments } from '../../server/lib/spawn-worker.ts'
import { type Db, DatabaseUnavailable } from '../../server/store/engine/db.ts'
import { openPglite } from '../../server/store/engine/pglite.ts'
import { root, temporaryFolder } from '../kit/server.ts'
import type { Said } from '../store/child.ts'

vi.setConfig({ testTimeout: 300_000 }) // creating a database takes some seconds of processor time

const log = { warn: () => undefined }
let folder = { path: '', remove: (): void => undefined }
let dir = ''

beforeEach(() => {
  folder = temporaryFolder()
  dir = join(folder.path, 'pg')
})

afterEach(() => folder.remove())

/** Starts the process, which prints its progress. */
function startChild(): ChildProcess {
  return spawn(process.execPath, [...nodeArguments(import.meta.url, '../store/child'), dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** Waits for a line that meets a condition. */
async function lineOf(child: ChildProcess, wanted: (said: Said) => boolean): Promise<Said> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const said = JSON.parse(line) as Said // our own process
    if (wanted(said)) return said
  }
  throw new Error('the process ended without saying it')
}

async function killed(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

async function countedIn(db: Db): Promise<number> {
  const [row] = await db.query('select count(*) as n from counted')
  return Number(row?.['n'])
}

test('a first start that was killed half-way is repeated', async () => {
  const watcher = watch(folder.path)
  const child = startChild()
  for await (const [, name] of on(watcher, 'change')) if (name === 'pg.half') break
  await killed(child)
  watcher.close()
  expect(existsSync(join(dir, 'PG_VERSION'))).toBe(false)
  writeFileSync(join(`${dir}.half`, 'PG_VERSION'), 'torn')

  const db = await openPglite(dir, log)
  expect(await db.query('select 1 as one')).toEqual([{ one: 1 }])
  await db.close()
  expect(readdirSync(folder.path)).toEqual(['pg'])
})

test('a second process is refused while the first lives; a kill loses nothing committed', async () => {
  const first = startChild()
  await lineOf(first, ({ kind }) => kind === 'opened')
  await expect(openPglite(dir, log)).rejects.toThrow(Locked)
  await expect(openPglite(dir, log)).rejects.toThrow(String(first.pid))
  const said = await lineOf(first, (one) => one.kind === 'committed' && one.rows >= 20)
  await killed(first)

  const db = await openPglite(dir, log)
  expect(await countedIn(db)).toBeGreaterThanOrEqual(said.kind === 'committed' ? said.rows : 0)
  const second = startChild()
  expect(await lineOf(second, () => true)).toMatchObject({ kind: 'refused', name: 'Locked' })
  await db.close()
})

test('a folder with other files is refused and left unchanged', async () => {
  mkdirSync(dir)
  writeFileSync(join(dir, 'holiday.jpg'), 'a picture')
  await expect(openPglite(dir, log)).rejects.toThrow(DatabaseUnavailable)
  expect(readdirSync(dir)).toEqual(['holiday.jpg'])
  expect(existsSync(`${dir}.lock`)).toBe(false)
})

test('the build starts its thread from the build', () => {
  const code = `
    const { openPglite } = await import('./dist/server/store/engine/pglite.js')
    const db = await openPglite(process.env.DIR, { warn: () => undefined })
    console.log(JSON.stringify(await db.query('select 1 as one')))
    await db.close()`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: root,
    env: { ...process.env, DIR: dir },
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toEqual([{ one: 1 }])
})

/** Returns the permissions of all files and folders in a folder, each once. */
function modesIn(path: string): ReadonlySet<string> {
  const entries = readdirSync(path, { recursive: true, withFileTypes: true })
  const modes = entries.map((entry) => {
    const { mode } = statSync(join(entry.parentPath, entry.name))
    return `${entry.isDirectory() ? 'folder' : 'file'} ${(mode & 0o777).toString(8)}`
  })
  return new Set([...modes, `folder ${(statSync(path).mode & 0o777).toString(8)}`])
}

test('M9 only its owner can read the database, also one of an earlier version', async () => {
  const first = await openPglite(dir, log)
  await first.script('create table t (n int); insert into t select generate_series(1, 10000)')
  await first.close()
  const closed = new Set(['folder 700', 'file 600'])
  expect(modesIn(dir)).toEqual(closed)

  chmodSync(dir, 0o755)
  for (const name of readdirSync(dir))
    chmodSync(join(dir, name), name.includes('.') ? 0o666 : 0o755)
  const again = await openPglite(dir, log)
  await again.script('create table u as select * from t; create index on u (n)')
  await again.close()
  expect(modesIn(dir)).toEqual(closed)
})
