import { setTimeout as pass } from 'node:timers/promises'
import { WebSocket } from 'ws'
import {
  type Arrival,
  connect,
  type Feed,
  type GapFrame,
  type Position,
} from '../../overlay/client/index.ts'
import { between, type Random, seededRandom } from '../../server/lib/random.ts'
import type { TestServer } from '../kit/test-server.ts'
import { type Frame, subscribe } from '../kit/subscriber.ts'

/** The parameters of a storm. */
export interface Storm {
  readonly room: string
  readonly clients: number
  readonly lastsMs: number
  /** The number of kills of the server, spread over the time. */
  readonly kills: number
  /** Sends messages in the room, several times a second. */
  readonly say: () => void
  readonly seed: number
}

/** One event as a client received it. */
export interface Sighted {
  readonly epoch: string
  readonly seq: number
  readonly type: string
}

/** The events of one client, in order of arrival. */
export interface Sighting {
  readonly arrivals: readonly Sighted[]
  readonly gaps: readonly GapFrame[]
  /** All arrivals that are neither the next event nor a gap before it. */
  readonly faults: readonly string[]
  /** The only type in its filter, if it has one. */
  readonly only: string | undefined
  /** The number of its connections. */
  readonly connections: number
}

/** The outcome of a storm. */
export interface Outcome {
  /** The newest position of the room at the end of the storm. */
  readonly head: Position
  readonly sightings: readonly Sighting[]
}

const sayEveryMs = 50
const settleMs = 60_000

/**
 * Runs many clients that follow a room from its start while their connections are ended every 0.2–3
 * s (also before and right after hello, some reconnecting at once) and the server is killed.
 */
export async function runStorm(testServer: TestServer, storm: Storm): Promise<Outcome> {
  const { clients, kills, lastsMs } = storm
  const opener = subscribe(testServer.url, `/rooms/${storm.room}/stream`)
  const [hello] = await opener.take(1)
  const watchers = Array.from({ length: clients }, (_, index) =>
    watch(testServer, storm, `${String(hello?.['epoch'])}:0`, index),
  )
  const talk = setInterval(storm.say, sayEveryMs)
  for (let i = 0; i < kills; i++) {
    await pass(lastsMs / (kills + 1)) // the duration is part of the test
    await testServer.kill()
  }
  await pass(lastsMs / (kills + 1))
  clearInterval(talk)
  opener.close()
  const head = await settled(testServer, storm.room, watchers)
  for (const { feed } of watchers) feed.close()
  return { head, sightings: watchers.map(({ sighting }) => sighting()) }
}

interface Watcher {
  readonly feed: Feed
  readonly calm: () => void
  readonly sighting: () => Sighting
}

/** Every third client reads slowly in a loop, every fifth has a filter for chat. */
function watch({ url }: TestServer, { room, seed }: Storm, since: string, index: number): Watcher {
  const random = seededRandom(seed * 1000 + index)
  const weatherOf = chaos(random)
  const only = index % 5 === 4 ? 'chat' : undefined
  const feed = connect(`${url}/rooms/${room}/stream`, {
    since,
    WebSocket: weatherOf.Socket,
    buffer: 50,
    ...(only === undefined ? {} : { types: [only] }),
  })
  const audit = createAudit(since, only)
  feed.on('status', ({ kind }) => {
    // Only after an end of our own: a server that is away must not get a flood of requests.
    if (kind === 'waiting' && weatherOf.takeCut()) comeBack(feed, random)
  })
  if (index % 3 === 2) void dawdle(feed, audit.arrive)
  else feed.on('event', (_event, arrival) => audit.arrive(arrival))
  return {
    feed,
    calm: weatherOf.calm,
    sighting: () => ({
      ...audit.seen(),
      only,
      connections: weatherOf.connections(),
    }),
  }
}

function comeBack(feed: Feed, random: Random): void {
  if (random() < 0.5) queueMicrotask(() => feed.retry())
  else setTimeout(() => feed.retry(), between(random, 0, 200))
}

async function dawdle(feed: Feed, arrive: (arrival: Arrival) => void): Promise<void> {
  let count = 0
  for await (const arrival of feed) {
    arrive(arrival)
    if (++count % 40 === 0) await pass(100) // slower than a server that catches up
  }
}

/** Makes sockets that end after some time. */
function chaos(random: Random): {
  readonly Socket: new (address: string) => WebSocket
  /** Returns true once after an end of our own. */
  readonly takeCut: () => boolean
  readonly calm: () => void
  readonly connections: () => number
} {
  let stormy = true
  let cut = false
  let connections = 0
  class Socket extends WebSocket {
    constructor(address: string) {
      super(address)
      connections += 1
      const fall = (): void => {
        if (!stormy || this.readyState === WebSocket.CLOSED) return
        cut = true
        this.terminate()
      }
      const luck = random()
      if (luck < 0.1) setTimeout(fall, between(random, 0, 5))
      else if (luck < 0.25) this.once('message', fall)
      else setTimeout(fall, between(random, 200, 3000))
    }
  }
  return {
    Socket,
    takeCut: () => {
      const was = cut
      cut = false
      return was
    },
    calm: () => (stormy = false),
    connections: () => connections,
  }
}

/** Records the arrivals, and the wrong ones among them. */
function createAudit(
  since: string,
  only: string | undefined,
): {
  readonly arrive: (arrival: Arrival) => void
  readonly seen: () => Pick<Sighting, 'arrivals' | 'gaps' | 'faults'>
} {
  const arrivals: Sighted[] = []
  const gaps: GapFrame[] = []
  const faults: string[] = []
  let [epoch, seq] = placeOf(since)
  const pastGap = (gap: GapFrame): void => {
    gaps.push(gap)
    if (gap.reason !== 'epoch' && gap.from !== seq + 1) {
      faults.push(`a gap from ${gap.from} after ${epoch}:${seq}`)
    }
    epoch = gap.epoch ?? epoch
    seq = gap.to
  }
  return {
    arrive: ({ event, position, gaps: before }) => {
      for (const gap of before) pastGap(gap)
      const [nextEpoch, next] = placeOf(position)
      const follows = only === undefined ? next === seq + 1 : next > seq
      if (nextEpoch !== epoch || !follows || event.seq !== next) {
        faults.push(`${position} after ${epoch}:${seq}`)
      }
      epoch = nextEpoch
      seq = next
      arrivals.push({ epoch, seq, type: event.type })
    },
    seen: () => ({ arrivals, gaps, faults }),
  }
}

function placeOf(position: string): readonly [string, number] {
  const [epoch = '', seq] = position.split(':')
  return [epoch, Number(seq)]
}

/** Waits until every client has received all events. @returns the newest position at the end. */
async function settled(
  { url }: TestServer,
  room: string,
  watchers: readonly Watcher[],
): Promise<Position> {
  for (const { calm } of watchers) calm()
  const hello = await helloOf(url, room)
  const head = { epoch: String(hello['epoch']), seq: Number(hello['head']) }
  const deadline = Date.now() + settleMs
  for (;;) {
    const sightings = watchers.map(({ sighting }) => sighting())
    const behind = watchers.filter((_one, index) => !hasSeen(sightings[index], sightings, head))
    if (behind.length === 0 || Date.now() > deadline) return head
    for (const { feed } of behind) feed.retry()
    await pass(100)
  }
}

/**
 * Returns the first frame of a room. An edge that lost its origin just now closes the socket, to
 * try again.
 */
async function helloOf(url: string, room: string): Promise<Frame> {
  const deadline = Date.now() + settleMs
  for (;;) {
    const look = subscribe(url, `/rooms/${room}/stream`)
    try {
      const [hello] = await look.take(1)
      if (hello) return hello
    } catch (cause) {
      if (Date.now() > deadline) throw cause
      await pass(100)
    } finally {
      look.close()
    }
  }
}

/** Returns true if a client has received everything it can, as far as it is known. */
function hasSeen(
  one: Sighting | undefined,
  all: readonly Sighting[],
  { epoch, seq }: Position,
): boolean {
  const last = one?.arrivals.at(-1)
  if (last?.epoch !== epoch) return false
  if (one?.only === undefined) return last.seq >= seq
  return all.every(({ arrivals }) => {
    const due = arrivals.findLast((event) => event.type === one.only && event.seq <= seq)
    return due?.epoch !== epoch || due.seq <= last.seq
  })
}
