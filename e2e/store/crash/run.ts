import { between, type Random, seededRandom } from '../../../server/lib/random.ts'
import { crashEngines, type CrashEngine } from './engine.ts'
import { type Load, startLoad } from './load.ts'
import { crashRoom, type Relay, startRelay } from './relay.ts'
import { type Audit, auditTable } from './table.ts'
import { Witness } from './witness.ts'
import { slowness } from '../../kit/quiet.ts'
import { temporaryFolder } from '../../kit/server.ts'

/** The outcome of many kills. */
export interface CrashReport {
  /** The time from each start to the first hello, milliseconds; without the first start. */
  readonly readyMs: readonly number[]
  /**
   * The time from that hello until all earlier events are in the database, where it was awaited.
   */
  readonly caughtUpMs: readonly number[]
  /** The number of published events. */
  readonly shown: number
  /** The {@link slowness} of the machine, the greatest of those after each kill. */
  readonly slowness: number
  /** The events a second during the first run. */
  readonly perSecond: number
  /** The contradictions between subscribers, and gaps. */
  readonly faults: readonly string[]
  /** The audit of the database after a last, orderly stop. */
  readonly audit: Audit
}

// The maximum number of events of a run: it ends in the middle of the start, or seconds later.
const lifeEvents = { hasty: 1000, patient: 6000 } as const
const lookBackEvents = 5000

interface Scene {
  readonly engine: CrashEngine
  readonly load: Load
  readonly dataDir: string
  readonly witness: Witness
  readonly random: Random
  /** Every started server, so that none is left running. */
  readonly relays: Relay[]
}

/**
 * Kills a server under load a number of times, and checks each time that its published events are
 * there.
 */
export async function crash(
  engineName: string,
  { rounds, seed }: { readonly rounds: number; readonly seed: number },
): Promise<CrashReport> {
  const folder = temporaryFolder()
  const engine = await crashEngines[engineName]?.()
  if (!engine) throw new RangeError(`there is no engine ${engineName}`)
  const load = await startLoad()
  const witness = new Witness(crashRoom)
  const random = seededRandom(seed)
  const scene: Scene = { engine, load, witness, dataDir: folder.path, random, relays: [] }
  try {
    const perSecond = await firstLife(scene)
    const slow = [await slowness()]
    const readyMs: number[] = []
    const caughtUpMs: number[] = []
    for (let round = 1; round < rounds; round++) {
      const life = await nextLife(scene, round % 2 === 0)
      slow.push(await slowness())
      readyMs.push(life.readyMs)
      if (life.caughtUpMs !== undefined) caughtUpMs.push(life.caughtUpMs)
    }
    const last = await lastLife(scene)
    return {
      readyMs: [...readyMs, last.readyMs],
      caughtUpMs: [...caughtUpMs, last.caughtUpMs],
      shown: witness.head,
      perSecond,
      slowness: Math.max(...slow),
      faults: witness.faults,
      audit: last.audit,
    }
  } finally {
    for (const relay of scene.relays) await relay.end('SIGKILL')
    await load.close()
    await engine.stop()
    folder.remove()
  }
}

async function start({ engine, load, dataDir, relays }: Scene): Promise<Relay> {
  const relay = await startRelay({
    ...engine.env,
    DATA_DIR: dataDir,
    ENDPOINTS: load.endpoints,
  })
  relays.push(relay)
  return relay
}

/** Runs the first server. @returns the published events a second. */
async function firstLife(scene: Scene): Promise<number> {
  const { load, witness } = scene
  const relay = await start(scene)
  await relay.configure(load)
  const live = await witness.watch(relay.url)
  const whole = await witness.watch(relay.url, 0)
  const [begunAt, begunWith] = [performance.now(), witness.head]
  await live.until(begunWith + lifeEvents.patient)
  const perSecond = ((witness.head - begunWith) * 1000) / (performance.now() - begunAt)
  await relay.end('SIGKILL')
  await Promise.all([live.closed, whole.closed])
  return perSecond
}

interface Life {
  readonly readyMs: number
  readonly caughtUpMs?: number
}

/** Runs a restarted server, and kills it before or after its database is complete. */
async function nextLife(scene: Scene, patient: boolean): Promise<Life> {
  const { witness, random } = scene
  const shown = witness.head
  const relay = await start(scene)
  const live = await witness.watch(relay.url, shown)
  const readyMs = performance.now() - relay.startedAt
  const old = await witness.watch(relay.url, Math.max(0, shown - lookBackEvents))
  await old.until(shown)
  const caughtUp = patient ? { caughtUpMs: await caughtUpAfter(relay, shown, readyMs) } : {}
  const most = patient ? lifeEvents.patient : lifeEvents.hasty
  await live.until(witness.head + between(random, 1, most))
  await relay.end('SIGKILL')
  await Promise.all([live.closed, old.closed])
  return { readyMs, ...caughtUp }
}

/** Runs the last server, which reads everything again and stops in order. */
async function lastLife(scene: Scene): Promise<Required<Life> & { readonly audit: Audit }> {
  const { witness, engine, dataDir } = scene
  const shown = witness.head
  const relay = await start(scene)
  const live = await witness.watch(relay.url, shown)
  const readyMs = performance.now() - relay.startedAt
  const caughtUpMs = await caughtUpAfter(relay, shown, readyMs)
  const whole = await witness.watch(relay.url, 0)
  await whole.until(shown)
  await relay.end('SIGTERM')
  await Promise.all([live.closed, whole.closed])
  const db = await engine.open(dataDir)
  try {
    return { readyMs, caughtUpMs, audit: await auditTable(db, crashRoom, witness) }
  } finally {
    await db.close()
  }
}

async function caughtUpAfter(relay: Relay, seq: number, readyMs: number): Promise<number> {
  await relay.stored(seq)
  return performance.now() - relay.startedAt - readyMs
}
