/** A process that subscribes many times to one address, counts, and reports. */
import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { cpuUs } from './process.ts'
import { type Address, subscribe } from './subscriber.ts'
import { type Counts, createTally } from './tally.ts'

/** The task of a load process. */
export interface Load {
  readonly address: Address
  readonly readers: number
  /** Events a second of the source; absent if events have their due time. */
  readonly perSecond?: number
  /** The process id of the server. */
  readonly pid: number
  readonly warmMs: number
  readonly measureMs: number
}

/** The messages of the process, in this order. */
export type LoadMessage =
  | { readonly kind: 'connected' }
  | { readonly kind: 'measured'; readonly report: Report }

/** The result of a load process. */
export interface Report extends Counts {
  readonly deliveriesPerSecond: number
  /** Processor time of the server for a delivery, microseconds. */
  readonly cpuUs: number
  /** The share of one core that this process used: near 1 the client is the bottleneck. */
  readonly ownCpu: number
  /** The number of readers whose connection ended. */
  readonly lost: number
}

// More would overflow the server's queue of connections not yet accepted.
const handshakesAtOnce = 100

async function run({ address, readers, perSecond, pid, warmMs, measureMs }: Load): Promise<void> {
  const tally = createTally(perSecond)
  const sockets = await connectAll(readers, () => subscribe(address, tally.reader()))
  let lost = 0
  for (const socket of sockets) {
    socket.on('error', () => undefined) // `close` follows
    socket.on('close', () => (lost += 1))
  }
  say({ kind: 'connected' })
  await pause(warmMs)
  tally.begin()
  const before = { at: performance.now(), server: cpuUs(pid), own: cpuUs(process.pid) }
  await pause(measureMs)
  const tookMs = performance.now() - before.at
  const counts = tally.counts()
  say({
    kind: 'measured',
    report: {
      ...counts,
      deliveriesPerSecond: (counts.deliveries / tookMs) * 1000,
      cpuUs: (cpuUs(pid) - before.server) / counts.deliveries,
      ownCpu: (cpuUs(process.pid) - before.own) / 1000 / tookMs,
      lost,
    },
  })
  // Without a close handshake, so that thousands of ports are free at once.
  for (const socket of sockets) socket.resetAndDestroy()
}

/** Connects all readers, some at a time: a waiting one does not block the others. */
async function connectAll(
  count: number,
  connect: () => Promise<Socket>,
): Promise<readonly Socket[]> {
  const sockets: Socket[] = []
  let begun = 0
  const connectSome = async (): Promise<void> => {
    while (begun < count) {
      begun += 1
      sockets.push(await connect())
    }
  }
  await Promise.all(Array.from({ length: handshakesAtOnce }, connectSome))
  return sockets
}

function say(message: LoadMessage): void {
  process.send?.(message)
}

await run(JSON.parse(process.argv[2] ?? '') as Load)
process.disconnect()
