import { once } from 'node:events'
import { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Bench } from '../result.ts'
import { atMost } from './bound.ts'
import { establishedPorts, kernelKib, residentKib } from './process.ts'
import { type Address, handshake } from './subscriber.ts'
import { startLoad, startOurs } from './target.ts'

const perSecond = 2000
const healthy = 20
const stalled = 10

const maxGrowthMib = 20
const maxGoneMs = 12_000
const maxP99Ms = 50

// Tolerance for other sockets of the machine.
const maxKernelMib = 4

// Ends after all stalled readers must be disconnected.
const watchMs = 15_000
const lookEveryMs = 250

// Until the room has its maximum number of ids.
const warmMs = 27_000

/**
 * Thirty readers of 2,000 events a second, ten of which never read: those are disconnected, their
 * buffers are free, and the others are not affected. Memory rises and falls with garbage
 * collection, so growth is that of its peak, compared with the same time before.
 */
export const bench: Bench = async function* () {
  const target = await startOurs(`demo:${perSecond}`)
  const sockets: Socket[] = []
  try {
    const load = startLoad(target, {
      readers: healthy,
      perSecond,
      warmMs: warmMs + watchMs,
      measureMs: watchMs + 1000,
    })
    await load.connected
    await pause(warmMs)
    const { peakKib } = await watch(target.pid, [])
    const kernelBefore = kernelKib()
    const opened = Array.from({ length: stalled }, () => openStalled(target.address))
    sockets.push(...(await Promise.all(opened)))
    const after = await watch(target.pid, sockets)
    const { gaps, lost, p99Ms } = await load.report
    const name = 'fanout-stalled'
    const kernelMib = (kernelKib() - kernelBefore) / 1024
    const growthMib = (after.peakKib - peakKib) / 1024
    yield atMost(maxGrowthMib, { name: `${name}-memory`, value: growthMib, unit: 'MiB' })
    yield atMost(maxGoneMs, { name: `${name}-gone`, value: after.goneMs, unit: 'ms' })
    yield atMost(maxKernelMib, { name: `${name}-kernel`, value: kernelMib, unit: 'MiB left' })
    yield atMost(0, { name: `${name}-others`, value: gaps + lost, unit: 'gaps and readers' })
    yield atMost(maxP99Ms, { name: `${name}-others-p99`, value: p99Ms, unit: 'ms' })
  } finally {
    for (const socket of sockets) socket.destroy()
    await target.end()
  }
}

/** Requests the stream and never reads, not even the answer. */
async function openStalled(address: Address): Promise<Socket> {
  const socket = new Socket()
  socket.pause() // before it connects, because otherwise Node reads ahead
  socket.on('error', () => undefined) // the disconnect is expected
  socket.connect(address.port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(handshake(address))
  return socket
}

/**
 * Watches a server for a while; `goneMs` is the time at which the last socket was closed, infinite
 * if one stays.
 */
async function watch(
  pid: number,
  sockets: readonly Socket[],
): Promise<{ readonly peakKib: number; readonly goneMs: number }> {
  const ports = sockets.map(({ localPort }) => localPort ?? 0)
  const startedAt = performance.now()
  let peakKib = 0
  let goneMs = Number.POSITIVE_INFINITY
  while (performance.now() - startedAt < watchMs) {
    await pause(lookEveryMs)
    peakKib = Math.max(peakKib, residentKib(pid))
    if (establishedPorts(ports).length > 0) continue
    goneMs = Math.min(goneMs, performance.now() - startedAt)
  }
  return { peakKib, goneMs }
}
