import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { Barrier } from '../barrier.ts'
import type { Transport } from './bytelink.ts'
import { objectionTo } from './handshake.ts'
import { Connection, type ConnectionCounters } from './connection.ts'
import type { FakeSite } from './site.ts'
import type { OpenBroadcast, Room } from './broadcast.ts'

/** The counters of handshakes and connections. */
export interface FakeCounters extends ConnectionCounters {
  accepted: number
  /** The reasons of refused handshakes; the client receives DEVICE_BLOCKED only. */
  readonly refused: string[]
  /** Handshakes that continued an earlier connection. */
  resumed: number
}

/** The dependencies of the handshake check. */
export interface UpgradesParts {
  readonly room: Room
  readonly site: FakeSite
  readonly broadcast: OpenBroadcast
  readonly now: () => number
  readonly silenceMs: number
  /** The transport of the room; that of the web page if absent. */
  readonly transport?: Transport
}

/** The handshake check: accepts correct handshakes, and refuses others as the service does. */
export interface Upgrades {
  readonly counters: FakeCounters
  /** The barrier before every handshake. */
  readonly barrier: Barrier
  readonly handle: (request: IncomingMessage, raw: Duplex, head: Buffer) => void
  /** Refuses the next handshakes, correct or not. */
  readonly refuseNext: (count: number) => void
  readonly close: () => void
}

const refusal = [
  'HTTP/1.1 200 OK',
  'handshake-msg: DEVICE_BLOCKED',
  'handshake-status: 415',
  'content-length: 0',
  'connection: close',
].join('\r\n')

/** Makes the handshake check of a room. */
export function createUpgrades(parts: UpgradesParts): Upgrades {
  const { room, site, broadcast, now, silenceMs, transport = 'web' } = parts
  const seen = { heartbeats: 0, acks: 0, strange: 0, dropped: 0 }
  const counters: FakeCounters = { accepted: 0, refused: [], resumed: 0, ...seen }
  const sockets = new WebSocketServer({ noServer: true })
  const barrier = new Barrier()
  const spent = new Set<string>()
  const spend = (signature: string): boolean => spent.size < spent.add(signature).size
  const { isGuest } = site
  const { isOurs } = broadcast
  let refusals = 0

  const objection = (request: IncomingMessage): string | undefined => {
    if (refusals > 0) return `by request of the test, ${--refusals} left`
    return objectionTo(request, { roomId: room.roomId, now: now(), isGuest, isOurs, spend })
  }
  const admit = (request: IncomingMessage, raw: Duplex, socket: WebSocket): void => {
    const query = new URL(request.url ?? '/', 'http://fake').searchParams
    const resumes = isOurs(query.get('cursor') ?? '', query.get('internal_ext') ?? '')
    counters.accepted++
    if (resumes) counters.resumed++
    const connection = new Connection({ socket, raw, silenceMs, counters, transport })
    socket.on('close', () => broadcast.leave(connection))
    broadcast.join(connection)
  }
  return {
    counters,
    barrier,
    handle: (request, raw, head) => {
      raw.on('error', () => undefined) // a client may disconnect during the handshake
      if (barrier.stops(raw)) return
      const reason = objection(request)
      if (reason === undefined) {
        sockets.handleUpgrade(request, raw, head, (socket) => admit(request, raw, socket))
        return
      }
      counters.refused.push(reason)
      raw.end(`${refusal}\r\n\r\n`)
    },
    refuseNext: (count) => (refusals = count),
    close: () => {
      barrier.close()
      for (const socket of sockets.clients) socket.terminate()
    },
  }
}
