import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { type ServerProcess, startServerProcess } from '../../kit/server.ts'
import { atMost } from '../fanout/bound.ts'
import { residentKib } from '../fanout/process.ts'
import { subscribe } from '../fanout/subscriber.ts'
import type { Bench } from '../result.ts'

const rooms = 200
const maxResidentMb = 600

// The rings have used up their memory after 20 s.
const warmMs = 30_000
const measureMs = 20_000

// After this time without a reader every room rests.
const restMs = 42_000

/**
 * As many rooms as a relay opens, of 1 to 200 events a second, with a reader each: the memory that
 * takes, and that a room without readers makes room for another one.
 */
export const bench: Bench = async function* () {
  const server = await startServerProcess({ LOG_LEVEL: 'warn' })
  try {
    const readers = await readAll(server)
    await pause(warmMs)
    const resident = await mostResidentMb(server)
    yield atMost(maxResidentMb, { name: 'rooms-memory', value: resident, unit: 'MB' })
    yield atMost(0, { name: 'rooms-memory-lost', value: readers.lost(), unit: 'gaps' })
    for (const socket of readers.sockets) socket.destroy()
    await pause(restMs)
    const refused = await refusals(server)
    yield atMost(0, { name: 'rooms-memory-refused', value: refused, unit: 'rooms' })
  } finally {
    await server.end()
  }
}

// Enough to see which frame it is.
const headChars = 20

interface Readers {
  readonly sockets: readonly Socket[]
  /** Returns the number of gaps and skips, and of readers that were disconnected. */
  readonly lost: () => number
}

async function readAll({ url }: ServerProcess): Promise<Readers> {
  const port = Number(new URL(url).port)
  const sockets: Socket[] = []
  let lost = 0
  const read = (bytes: Buffer, from: number): void => {
    if (/^\{"frame":"(?:gap|skip)"/.test(bytes.toString('latin1', from, from + headChars)))
      lost += 1
  }
  for (let perSecond = 1; perSecond <= rooms; perSecond++) {
    const path = `/rooms/demo:${perSecond}/stream`
    sockets.push(await subscribe({ port, path, protocol: 'feed' }, read))
  }
  return { sockets, lost: () => lost + sockets.filter(({ destroyed }) => destroyed).length }
}

async function mostResidentMb({ pid }: ServerProcess): Promise<number> {
  const until = performance.now() + measureMs
  let most = 0
  while (performance.now() < until) {
    most = Math.max(most, residentKib(pid) / 1024)
    await pause(500)
  }
  return most
}

/** Opens more rooms, where as many are open as may be. @returns how many were refused. */
async function refusals({ url }: ServerProcess): Promise<number> {
  let refused = 0
  for (let perSecond = rooms + 1; perSecond <= rooms + 10; perSecond++) {
    const { ok } = await fetch(`${url}/rooms/demo:${perSecond}`)
    if (!ok) refused += 1
  }
  return refused
}
