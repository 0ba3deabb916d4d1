import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { startPostgres } from '../kit/postgres.ts'
import { until } from '../kit/wait.ts'
import { type LiveServer, startLiveServer } from '../live/people.ts'
import { cores, pin } from './fanout/process.ts'
import { subscribe } from './fanout/subscriber.ts'

/** The slug of the live room. */
export const room = 'stage'
/** The number of its viewers. */
export const viewers = 2_000

// The id stands in the first characters; only what was stored first has one of this form.
const eventId = /"id":"(live:\d+)"/
const headBytes = 80

/** A comment or gift that was sent over HTTP, and shown to the viewers. */
export interface Sent {
  readonly at: number
  /** The time until the answer, milliseconds. */
  readonly answeredMs: number
  /** The number of viewers that have it. */
  got: number
  /** The time from the request until the last viewer had it, milliseconds. */
  tookMs: number
}

/** The viewers of a live room that is live, on PostgreSQL. */
export interface Audience {
  readonly server: LiveServer
  readonly databaseUrl: string
  /** Sends something as the owner, and notes its event. @throws unless it is accepted. */
  readonly post: (path: string, body: object) => Promise<Sent>
  /** Waits until everything has reached every viewer, or 20 s. @returns what is lost or doubled. */
  readonly settle: () => Promise<number>
  readonly close: () => Promise<void>
}

/** Starts a server with a live room and its viewers, on cores of their own. */
export async function openAudience(): Promise<Audience> {
  const postgres = await startPostgres()
  const server = await startLiveServer({
    DATABASE_URL: postgres.url,
    TRUSTED_PROXIES: '',
    MAX_SOCKETS: String(viewers + 100),
    LOG_LEVEL: 'warn',
  })
  const sockets: Socket[] = []
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    await server.end()
    await postgres.stop()
  }
  try {
    pin(server.pid, cores.server)
    pin(process.pid, cores.client)
    await server.own('POST', '/api/live', { id: room, title: 'Bench' })
    await server.own('POST', `/api/live/${room}/start`)
    const tally = await watch(server, sockets)
    return { server, databaseUrl: postgres.url, ...tally, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function watch(
  server: LiveServer,
  sockets: Socket[],
): Promise<Pick<Audience, 'post' | 'settle'>> {
  const sent = new Map<string, Sent>()
  const early = new Map<string, number>() // of what is not answered yet
  const receive = (bytes: Buffer, from: number, to: number): void => {
    const head = bytes.toString('latin1', from, Math.min(to, from + headBytes))
    const id = eventId.exec(head)?.[1]
    if (id === undefined) return
    const one = sent.get(id)
    if (!one) early.set(id, (early.get(id) ?? 0) + 1)
    else {
      one.got += 1
      one.tookMs = performance.now() - one.at
    }
  }
  const address = {
    port: Number(new URL(server.url).port),
    path: `/rooms/live:${room}/stream`,
    protocol: 'feed',
  } as const
  for (let count = 0; count < viewers; count++) sockets.push(await subscribe(address, receive))
  return {
    post: async (path, body) => {
      const at = performance.now()
      const reply = await server.own('POST', path, body)
      if (reply.status !== 201) throw new Error(`${path} was answered ${reply.status}`)
      const answeredMs = performance.now() - at
      const id = String(reply.body['event'])
      const one = { at, answeredMs, got: early.get(id) ?? 0, tookMs: answeredMs }
      sent.set(id, one)
      return one
    },
    settle: async () => {
      const all = [...sent.values()]
      await until(() => all.every(({ got }) => got >= viewers), { withinMs: 20_000 }).catch(
        () => undefined, // what is missing is counted
      )
      return all.reduce((sum, { got }) => sum + Math.abs(viewers - got), 0)
    },
  }
}

/** Calls work a number of times a second, for some time. @returns all results, in order. */
export async function atRate<T>(
  perSecond: number,
  forMs: number,
  work: (index: number) => Promise<T>,
): Promise<readonly T[]> {
  const startedAt = performance.now()
  const all: Promise<T>[] = []
  for (let index = 0; index < (forMs / 1_000) * perSecond; index++) {
    await pause(Math.max(0, startedAt + (index * 1_000) / perSecond - performance.now()))
    all.push(work(index))
  }
  return Promise.all(all)
}

/** Returns the 99th percentile. */
export function p99Of(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length * 0.99)] ?? Infinity
}
