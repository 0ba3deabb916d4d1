import { setTimeout as pass } from 'node:timers/promises'
import { WebSocket } from 'ws'
import {
  type Arrival,
  connect,
  type Feed,
  type GapFrame,
  type Position,
} from '../overlay/client/index.ts'
import { between, type Random, seededRandom } from '../server/lib/random.ts'
import type { Stage } from './client-stage.ts'
import { type Frame, subscribe } from './socket.ts'

/** What a storm is like. */
export interface Storm {
  readonly room: string
  readonly clients: number
  readonly lastsMs: number
  /** How often the server is killed, spread over the time. */
  readonly kills: number
  /** Says something in the room, several times a second. */
  readonly say: () => void
  readonly seed: number
}

/** One event, as a client saw it. */
export interface Sighted {
  readonly epoch: string
  readonly seq: number
  readonly type: string
}

/** What one client saw, in the order it saw it. */
export interface Sighting {
  readonly arrivals: readonly Sighted[]
  readonly gaps: readonly GapFrame[]
  /** Everything that is neither the next event nor a gap that says so. */
  readonly faults: readonly string[]
  /** The only type it asked for, if it did. */
  readonly only: string | undefined
  /** Connections it took. */
  readonly connections: number
}

/** What became of a storm. */
export interface Outcome {
  /** The newest position of the room when the storm was over. */
  readonly head: Position
  readonly sightings: readonly Sighting[]
}

const sayEveryMs = 50
const settleMs = 60_000

/**
 * Lets many clients follow a room from its beginning while their connections are cut every
 * 0.2–3 s (also before and right after hello, some coming back at once) and the server is killed.
 */
export async function weather(stage: Stage, storm: Storm): Promise<Outcome> {
  const { clients, kills, lastsMs } = storm
  const opener = subscribe(stage.url, `/rooms/${storm.room}/stream`)
  const [hello] = await opener.take(1)
  const watchers = Array.from({ length: clients }, (_, index) =>
    watch(stage, storm, `${String(hello?.['epoch'])}:0`, index),
  )
  const talk = setInterval(storm.say, sayEveryMs)
  for (let i = 0; i < kills; i++) {
    await pass(lastsMs / (kills + 1)) // a storm takes its time: that is what is tested
    await stage.kill()
  }
  await pass(lastsMs / (kills + 1))
  clearInterval(talk)
  opener.close()
  const head = await settled(stage, storm.room, watchers)
  for (const { feed } of watchers) feed.close()
  return { head, sightings: watchers.map(({ sighting }) => sighting()) }
}

interface Watcher {
  readonly feed: Feed
  readonly calm: () => void
  readonly sighting: () => Sighting
}

/** Every third client reads slowly in a loop, every fifth wants chat only. */
function watch({ url }: Stage, { room, seed }: Storm, since: string, index: number): Watcher {
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
    // Only where the cut was ours: a server that is away must not be hammered.
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
    if (++count % 40 === 0) await pass(100) // slower than a catching-up server
  }
}

/** Sockets that do not last. */
function chaos(random: Random): {
  readonly Socket: new (address: string) => WebSocket
  /** True once after a cut of ours. */
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

/** Writes down what comes, and what should not have come there. */
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

/** Waits until everybody has seen all there was. @returns the newest position when it is calm. */
async function settled(
  { url }: Stage,
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

/** What a room says first. An edge that lost its origin just now sends us away, to come back. */
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

/** True if a client has come as far as there is something for it, as far as anybody knows. */
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
