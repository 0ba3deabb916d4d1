import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPostgres } from '../../server/store/engine/pg.ts'
import { crashBars } from '../store/crash/bars.ts'
import { type Load, startLoad } from '../store/crash/load.ts'
import { crashRoom, type Relay, startRelay } from '../store/crash/relay.ts'
import { auditTable } from '../store/crash/table.ts'
import { type Watching, Witness } from '../store/crash/witness.ts'
import { startPostgres, type TestPostgres } from '../kit/postgres.ts'
import { temporaryFolder } from '../kit/server.ts'
import { quietMs, slowness } from '../kit/quiet.ts'

const maxGrowthBytes = 64 * 1024 * 1024
const [hereMs, awayMs] = [5000, 20_000]
// The memory of a server that has just started still grows.
const warmUpEvents = 30_000
// A busy machine publishes and stores late.
const patientMs = 400_000

const folder = temporaryFolder()
const witness = new Witness(crashRoom)
let postgres: TestPostgres
let perSecond: number
let load: Load
let relay: Relay
let live: Watching

const start = (): Promise<Relay> =>
  startRelay({
    DATABASE_URL: postgres.url,
    DATA_DIR: folder.path,
    ENDPOINTS: load.endpoints,
  })

beforeAll(async () => {
  postgres = await startPostgres()
  perSecond = crashBars.perSecond / (await slowness()) // what this machine can do beside its other work
  load = await startLoad(perSecond)
  relay = await start()
  await relay.configure(load)
  const { close } = await witness.watch(relay.url)
  live = await witness.watch(relay.url, 0)
  await close()
  await live.until(warmUpEvents)
}, patientMs)

afterAll(async () => {
  await relay.end()
  await load.close()
  await postgres.stop()
  folder.remove()
}, 180_000)

/** Observes the server for a period: the status of `/readyz`, and its highest resident memory. */
async function observe(forMs: number): Promise<{ statuses: Set<number>; residentBytes: number }> {
  const statuses = new Set<number>()
  let residentBytes = 0
  for (const endsAt = performance.now() + forMs; performance.now() < endsAt;) {
    statuses.add(await relay.readyStatus())
    residentBytes = Math.max(residentBytes, relay.residentBytes())
    await pause(500)
  }
  return { statuses, residentBytes }
}

async function expectStored(): Promise<void> {
  const startedAt = performance.now()
  await relay.stored(witness.head, patientMs / 2)
  await relay.ready()
  expect(await quietMs(performance.now() - startedAt)).toBeLessThan(2 * crashBars.caughtUpMs)
  expect(witness.faults).toEqual([])
}

const absences = [
  ['is killed and comes back', () => postgres.kill(), () => postgres.restart()],
  ['is frozen and goes on', () => postgres.freeze(), () => postgres.thaw()],
] as const

test.each(absences)(
  'PostgreSQL %s after 20 s under load: the feed continues, nothing is lost, memory is stable',
  async (_, leave, comeBack) => {
    const before = await observe(hereMs)
    expect(before.statuses).toEqual(new Set([200]))
    const shown = witness.head
    await leave()
    const away = await observe(awayMs)
    expect(away.statuses).toEqual(new Set([503]))
    const shownMs = await quietMs(awayMs)
    expect(witness.head - shown).toBeGreaterThanOrEqual((perSecond * shownMs) / 1000)
    await comeBack()
    await expectStored()
    const after = await observe(hereMs)
    const most = Math.max(away.residentBytes, after.residentBytes)
    expect(most - before.residentBytes).toBeLessThanOrEqual(maxGrowthBytes)
  },
  patientMs,
)

test(
  'a server that starts while PostgreSQL is away has its configured rooms at once',
  async () => {
    await postgres.kill()
    await relay.end('SIGKILL')
    await live.closed
    const shown = witness.head
    const before = await slowness()
    relay = await start()
    live = await witness.watch(relay.url, shown)
    const readyMs = performance.now() - relay.startedAt
    expect(await quietMs(readyMs, before)).toBeLessThanOrEqual(crashBars.readyMs)
    expect(await relay.readyStatus()).toBe(503)
    await live.until(shown + 2000)
    await postgres.restart()
    await expectStored()
  },
  patientMs,
)

test(
  'in the end the table has all published events, once and in order',
  async () => {
    load.stop()
    await relay.stored(witness.head, patientMs / 2) // a busy machine stores late, and a stop waits 3 s
    await relay.end('SIGTERM')
    await live.closed
    const db = openPostgres(postgres.url, { warn: () => undefined })
    const { head, faults } = await auditTable(db, crashRoom, witness)
    await db.close()
    expect(faults).toEqual([])
    expect(head).toBeGreaterThanOrEqual(witness.head)
  },
  patientMs,
)
