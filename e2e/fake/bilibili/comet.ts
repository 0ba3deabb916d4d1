import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { Barrier } from '../barrier.ts'
import type { SentMessage } from './delivery.ts'
import { type HttpAnswer, listen, type LocalServer } from './http.ts'
import type { Ledger } from './ledger.ts'
import { Peer, type PeerParts, type Verdict } from './peer.ts'

/** The parts of the socket side of a fake. */
export interface CometParts extends Pick<PeerParts, 'judge' | 'patience' | 'ledger'> {
  /** The number of hosts, each with a port of its own. */
  readonly hosts: number
}

// Enough for any test that repeats messages.
const remembered = 2000

/** The socket hosts of a room, and all their faults. */
export class Comet {
  /** The barrier before every handshake. */
  readonly barrier = new Barrier()
  /** The number of times each message is sent, acknowledged or not. */
  deliveries = 1
  readonly #ledger: Ledger
  readonly #servers: readonly LocalServer[]
  readonly #peers = new Set<Peer>()
  #shut: ReadonlySet<number> = new Set()
  #verdicts: Exclude<Verdict, { readonly kind: 'welcome' }>[] = []
  #stalled = false
  #sent: SentMessage[] = []
  #ids = 0

  /** Opens the ports. */
  static async start({ hosts, ...parts }: CometParts): Promise<Comet> {
    const servers = await Promise.all(Array.from({ length: hosts }, () => listen(nothing)))
    return new Comet(servers, parts)
  }

  private constructor(servers: readonly LocalServer[], parts: Omit<CometParts, 'hosts'>) {
    this.#servers = servers
    this.#ledger = parts.ledger
    const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
    for (const [host, { server }] of servers.entries()) {
      server.on('upgrade', (request: IncomingMessage, line: Duplex, head: Buffer) => {
        parts.ledger.count('dial')
        if (this.barrier.stops(line)) return
        if (this.#shut.has(host) || request.url !== '/sub') {
          line.destroy()
          return
        }
        sockets.handleUpgrade(request, line, head, (socket) => {
          parts.ledger.count('socket')
          const judge: PeerParts['judge'] = (greeting, handshake) =>
            this.#verdicts.shift() ?? parts.judge(greeting, handshake)
          const peer = new Peer({ ...parts, judge, socket, line, handshake: request })
          this.#peers.add(peer)
          socket.on('close', () => this.#peers.delete(peer))
        })
      })
    }
  }

  /** The port of each host, in order. */
  get ports(): readonly number[] {
    return this.#servers.map(({ port }) => port)
  }

  /** Sends messages to all accepted clients, a number of them in each frame. */
  say(messages: readonly object[], perFrame = messages.length): void {
    for (let at = 0; at < messages.length; at += perFrame) {
      this.#sayFrame(messages.slice(at, at + perFrame))
    }
  }

  /** Sends a frame unchanged: a captured one, or garbage. */
  sendFrame(frame: Uint8Array): void {
    for (const peer of this.#peers) peer.send(frame)
  }

  /** Sends the last messages again, whether or not a client received them before. */
  repeat(last: number): void {
    const again = this.#sent.slice(-last)
    for (const peer of this.#peers) peer.deliver(again, true)
  }

  /** Sets whether messages are withheld; heartbeats are answered all the time. */
  stall(stalled: boolean): void {
    this.#stalled = stalled
  }

  /** Half-open: the present clients receive nothing more, not even an end. */
  freeze(): void {
    for (const peer of this.#peers) peer.freeze()
  }

  /** Ends all connections at TCP level. */
  drop(how: 'fin' | 'rst'): void {
    for (const peer of this.#peers) peer.drop(how)
  }

  /** Writes invalid bytes into all connections. */
  corrupt(bytes: Uint8Array): void {
    for (const peer of this.#peers) peer.corrupt(bytes)
  }

  /** Ends all connections with a close code. */
  hangUp(code: number, reason = ''): void {
    for (const peer of this.#peers) peer.close(code, reason)
  }

  /** Rejects the next greetings, with a code or without an answer. */
  refuseGreetings(times: number, code?: number): void {
    const refusal = { kind: 'refuse', why: 'as the test wants it' } as const
    const coded = code === undefined ? refusal : { ...refusal, code }
    this.#verdicts = Array.from({ length: times }, () => coded)
  }

  /** Leaves the next greetings without an answer. */
  ignoreGreetings(times: number): void {
    this.#verdicts = Array.from({ length: times }, () => ({ kind: 'ignore' }))
  }

  /** Sets the hosts that hang up on every client. */
  shutHosts(hosts: readonly number[]): void {
    this.#shut = new Set(hosts)
  }

  /** Ends everything. Idempotent. */
  async close(): Promise<void> {
    this.barrier.close()
    for (const peer of this.#peers) peer.terminate()
    await Promise.all(this.#servers.map((server) => server.close()))
  }

  #sayFrame(messages: readonly object[]): void {
    const sent = messages.map((message) => ({ id: `${++this.#ids}:1000:1000`, message }))
    this.#sent = [...this.#sent, ...sent].slice(-remembered)
    this.#ledger.count('sent frame')
    if (this.#stalled) return
    for (let delivery = 0; delivery < this.deliveries; delivery++) {
      for (const peer of this.#peers) peer.deliver(sent, delivery > 0)
    }
  }
}

/** Answers plain HTTP: these ports have WebSocket only. */
function nothing(): HttpAnswer {
  return { status: 404 }
}
