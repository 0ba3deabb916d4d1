import type { Draft, Raw } from '../../proto/feed/index.ts'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { createFakeDial, type FakeSocket } from '../lib/net/dial.fake.ts'
import { seededRandom } from '../lib/random.ts'
import { type Connector } from '../platform/connector.ts'
import type { Fault, FaultKind } from '../platform/platform.ts'
import type { StoredCursor } from './cursor-store.ts'
import type { Failure } from './machine/failure.ts'
import { toyNetwork, toyPlatform } from './platform.fake.ts'
import { SourceSession } from './session.ts'

/** Lets promises that are due be settled; no time passes. */
export const settle = (): Promise<void> => new Promise<void>((resolve) => setImmediate(resolve))

function createSession(
  connect: Partial<Connector> = {},
  random = seededRandom(1),
  bookmark?: StoredCursor,
) {
  const clock = createFakeClock()
  const { dial, wires } = createFakeDial()
  const recorded = {
    drafts: [] as Draft[],
    raws: [] as Raw[],
    counted: [] as FaultKind[],
    sampled: [] as Fault[],
    failures: [] as { failure: Failure; cause: unknown }[],
  }
  const { drafts, raws, counted, sampled, failures } = recorded
  let redelivered = 0
  const session = new SourceSession({
    platform: toyPlatform(connect),
    ref: '7',
    ...(bookmark ? { bookmark } : {}),
    sink: {
      recent: [],
      publish: (draft) => drafts.push(draft),
      publishRaw: (raw) => raws.push(raw),
    },
    network: {
      ...toyNetwork(clock, dial),
      random,
      endpoints: { toy: { api: 'http://localhost:1' } },
    },
    report: {
      fault: (kind) => counted.push(kind),
      sample: (fault) => sampled.push(fault),
      failure: (failure, cause) => failures.push({ failure, cause }),
      redelivered: (count) => (redelivered += count),
    },
  })
  const advance = async (byMs: number): Promise<void> => {
    clock.advance(byMs)
    await settle()
  }
  const wire = (): FakeSocket => wires[wires.length - 1] as FakeSocket // there is one after the first attempt
  const accept = async (): Promise<void> => {
    await settle()
    wire().open()
    wire().say('accepted')
  }
  const sources = () => drafts.flatMap((one) => (one.type === 'source' ? one : []))
  return {
    session,
    clock,
    wires,
    wire,
    ...recorded,
    redelivered: () => redelivered,
    advance,
    accept,
    sources,
  }
}

/** Opens a session of the toy platform on a fake clock, and records what it publishes and reports. */
export const openSession: (
  ...parts: Parameters<typeof createSession>
) => ReturnType<typeof createSession> = createSession
