import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { nodeArguments } from '../../../server/lib/spawn-worker.ts'
import { type ServerProcess, startServerProcess } from '../../kit/server.ts'
import { cores, cpuUs, pin, residentKib } from '../fanout/process.ts'
import type { Answer, Order } from './room-server.ts'

/** The load on the server. */
export interface RoomLoad {
  readonly rooms: number
  /** The messages a second of each room. */
  readonly perSecond: number
  readonly warmMs: number
  readonly measureMs: number
}

/** The outcome of a run. */
export interface Outcome {
  /** Messages a second over all rooms, none of which may be missing. */
  readonly saidPerSecond: number
  /** Messages without an event. */
  readonly lost: number
  /** Events that are only in journals at the end. */
  readonly unstored: number
  /** Reconnections, and frames that a fake rejected. */
  readonly wrong: number
  /** Cores of processor time over the window. */
  readonly mainCores: number
  readonly allCores: number
  /** Resident memory at the end of the window divided by that in its first third. */
  readonly growth: number
  readonly residentMb: number
}

const token = 'the owner token of the rooms bench, long enough'
// Rings are full when the window starts, so that growth in it has another cause.
const ringSize = 512

const connectMs = 240_000
const drainMs = 60_000

/** Runs a server on many rooms at once, with storage. */
export async function measureRooms(load: RoomLoad): Promise<Outcome> {
  const roomServer = spawn(
    process.execPath,
    [...nodeArguments(import.meta.url, 'room-server'), String(load.rooms), String(load.perSecond)],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  )
  const { endpoints, webRids } = await answerOf(roomServer, 'open')
  const server = await startServerProcess({
    LOG_LEVEL: 'warn',
    STORE: 'on',
    OWNER_TOKEN: token,
    RING_SIZE: String(ringSize),
    ENDPOINTS: JSON.stringify({ douyin: endpoints }),
  })
  try {
    pin(server.pid, cores.server)
    pin(roomServer.pid ?? 0, cores.client)
    await configure(server, webRids)
    await connected(roomServer, load.rooms)
    return await run(load, server, roomServer)
  } finally {
    await server.end()
    roomServer.kill()
    await once(roomServer, 'exit')
  }
}

async function run(
  load: RoomLoad,
  server: ServerProcess,
  roomServer: ChildProcess,
): Promise<Outcome> {
  send(roomServer, { do: 'talk' })
  const startedAt = performance.now()
  await pause(load.warmMs)
  const before = { main: mainUs(server.pid), all: cpuUs(server.pid), at: performance.now() }
  const resident: number[] = []
  while (performance.now() - before.at < load.measureMs) {
    resident.push(residentKib(server.pid))
    await pause(1000)
  }
  const tookUs = (performance.now() - before.at) * 1000
  const [main, all] = [mainUs(server.pid) - before.main, cpuUs(server.pid) - before.all]
  send(roomServer, { do: 'hush' })
  const { said, connections } = await answerOf(roomServer, 'hushed')
  const talkedMs = performance.now() - startedAt
  const events = await settledEvents(server, said)
  const unstored = await drained(server)
  send(roomServer, { do: 'count' })
  const { wrong } = await answerOf(roomServer, 'count')
  const third = Math.max(1, Math.floor(resident.length / 3))
  return {
    saidPerSecond: said / (talkedMs / 1000),
    lost: said - events,
    unstored,
    wrong: wrong + connections - load.rooms,
    mainCores: main / tookUs,
    allCores: all / tookUs,
    growth: mean(resident.slice(-third)) / mean(resident.slice(0, third)),
    residentMb: mean(resident.slice(-third)) / 1024,
  }
}

/** Returns the processor time of the thread that runs our code, microseconds. */
export function mainUs(pid: number): number {
  const [ns] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')
  return Number(ns) / 1000
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function send(roomServer: ChildProcess, order: Order): void {
  roomServer.send(order)
}

async function answerOf<K extends Answer['kind']>(
  roomServer: ChildProcess,
  kind: K,
): Promise<Extract<Answer, { kind: K }>> {
  for (;;) {
    const [answer] = (await once(roomServer, 'message')) as [Answer]
    if (answer.kind === kind) return answer as Extract<Answer, { kind: K }>
  }
}

/** Configures a room for each name. */
async function configure(server: ServerProcess, webRids: readonly string[]): Promise<void> {
  for (const ref of webRids) {
    const body = JSON.stringify({ slug: `r${ref}`, sources: [{ platform: 'douyin', ref }] })
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    await within(connectMs, 'the rooms cannot be configured', async () => {
      const { status } = await fetch(`${server.url}/api/rooms`, { method: 'POST', headers, body })
      return status === 201 || status === 409
    })
  }
}

async function connected(roomServer: ChildProcess, rooms: number): Promise<void> {
  await within(connectMs, 'not every room is listened to', async () => {
    send(roomServer, { do: 'count' })
    return (await answerOf(roomServer, 'count')).connected === rooms
  })
}

/** Returns the server's event count once it has processed all messages. */
async function settledEvents(server: ServerProcess, said: number): Promise<number> {
  let events = 0
  const caughtUp = async (): Promise<boolean> => {
    events = await figure(server, /danmu_relay_events_total\{platform="douyin",kind="chat"\} (\d+)/)
    return events >= said
  }
  await within(drainMs, '', caughtUp).catch(() => undefined) // the rest is lost
  return events
}

async function drained(server: ServerProcess): Promise<number> {
  let waiting = 0
  const empty = async (): Promise<boolean> => {
    waiting = await figure(server, /danmu_store_waiting_events (\d+)/)
    return waiting === 0
  }
  await within(drainMs, '', empty).catch(() => undefined) // the rest is reported
  return waiting
}

async function figure(server: ServerProcess, pattern: RegExp): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text()
  return Number(pattern.exec(text)?.[1] ?? 0)
}

/** Waits for a condition. @throws Error with `what` if it is not true in time. */
async function within(limitMs: number, what: string, is: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + limitMs
  while (!(await is())) {
    if (performance.now() > until) throw new Error(what)
    await pause(200)
  }
}
