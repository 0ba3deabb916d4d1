import { spawn } from 'node:child_process'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { openPostgres } from '../../server/store/engine/pg.ts'
import { askAs } from '../kit/ask.ts'
import { readRoom } from '../kit/reader.ts'
import { startPostgres, type TestPostgres } from '../kit/postgres.ts'
import {
  root,
  type ServerProcess,
  settled,
  startServerProcess,
  temporaryFolder,
} from '../kit/server.ts'
import { until } from '../kit/wait.ts'

const token = 'the-owner-token-of-this-test-0123456789'
const heldCode = 78 // EX_CONFIG of sysexits.h

let postgres: TestPostgres
let origin: ServerProcess
beforeAll(async () => {
  postgres = await startPostgres()
  origin = await startServerProcess({ RING_SIZE: '65536' })
})
afterAll(async () => {
  await origin.end()
  await postgres.stop()
})

interface Started {
  /** Resolves when it listens. @throws with its output if it ends instead. */
  readonly running: Promise<ServerProcess>
  readonly exitCode: Promise<number | null>
}

/** Starts a relay with a data folder of its own on the database that all share. */
function start(...args: readonly string[]): Started {
  const data = temporaryFolder()
  const child = spawn(process.execPath, ['dist/server/cli/main.js', 'serve', ...args], {
    cwd: root,
    env: {
      ...process.env,
      PORT: '0',
      DATA_DIR: data.path,
      DATABASE_URL: postgres.url,
      OWNER_TOKEN: token,
      FEEDS: JSON.stringify({ friend: { url: `${origin.url}/rooms/demo:100` } }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exitCode = new Promise<number | null>((resolve) => child.once('exit', resolve))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exitCode
    data.remove()
  })
  const running = settled(child)
  running.catch(() => undefined) // a test may wait for the exit code alone
  return { running, exitCode }
}

async function makeRoom({ url }: ServerProcess): Promise<void> {
  const room = { slug: 'night', sources: [{ platform: 'feed', ref: 'friend' }] }
  const make = () => askAs(token, `${url}/api/rooms`, { method: 'POST', body: room })
  await until(async () => expect([201, 409]).toContain((await make()).status))
}

/** Resolves when a room has shown so many more events. */
async function showsMore({ url }: ServerProcess, count: number): Promise<void> {
  const reader = await readRoom(url, 'night')
  await until(() => reader.lines.size >= count)
  reader.close()
}

test('B2: of two relays on one database the second exits with 78 and names the first; with --take-over it stores, the first exits, and no event is stored twice', async () => {
  const first = start()
  const relay = await first.running
  await makeRoom(relay)
  await showsMore(relay, 50)

  const second = start()
  expect(await second.exitCode).toBe(heldCode)
  const refused = await second.running.catch(String)
  expect(refused).toMatch(new RegExp(`cannot start: .*process ${relay.pid}\\b.*--take-over`, 's'))
  await showsMore(relay, 50) // the first is not disturbed

  const third = start('--take-over')
  const successor = await third.running
  expect(await first.exitCode).toBe(heldCode)
  expect(relay.output()).toContain(`process ${successor.pid}`)
  await until(async () => {
    expect((await fetch(`${successor.url}/readyz`)).status).toBe(200)
  })
  await showsMore(successor, 50)
  expect(await successor.end()).toBe(0)

  const db = openPostgres(postgres.url, { warn: () => undefined })
  onTestFinished(() => db.close())
  const [counts] = await db.query(
    `select count(*) as rows, count(distinct id) as ids from events where room = 'night'`,
  )
  const rows = Number(counts?.['rows'])
  expect(rows).toBeGreaterThan(150)
  expect(counts).toEqual({ rows, ids: rows })
}, 180_000)
