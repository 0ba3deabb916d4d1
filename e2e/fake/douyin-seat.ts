import type { Duplex } from 'node:stream'
import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import { isByteLinkAck, isByteLinkHeartbeat, type Transport } from './douyin-bytelink.ts'
import { ackOf, type FrameHead, heartbeat, heartbeatEcho } from './douyin-wire.ts'

/** What clients did, over all connections. */
export interface SeatCounters {
  heartbeats: number
  acks: number
  /** Frames of clients that are neither a heartbeat nor an answer we wait for. */
  strange: number
  /** Connections dropped because nothing was heard. */
  dropped: number
}

/** What a seat is made of. */
export interface SeatParts {
  readonly socket: WebSocket
  /** What the socket runs on. */
  readonly raw: Duplex
  readonly silenceMs: number
  /** Counts over all seats. */
  readonly counters: SeatCounters
  readonly transport: Transport
}

/** One client's connection. */
export class Seat {
  readonly #socket: WebSocket
  readonly #raw: Duplex
  readonly #counters: SeatCounters
  readonly #silenceMs: number
  readonly #awaited = new Set<string>()
  readonly #transport: Transport
  /** The frame of the newer transport that has no answer yet; later frames wait for it. */
  #due: FrameHead | undefined
  #waiting: (readonly [Uint8Array, FrameHead | undefined])[] = []
  /**
   * True once the client answered in the newer transport; from then on it must send its heartbeats
   * in it, too.
   */
  #answersByteLink = false
  #timer: NodeJS.Timeout | undefined
  #frozen = false
  #pinged = false
  /** While true messages are kept from it; heartbeats come back as always. */
  stalled = false
  /** The code with which it ended. */
  closed: number | undefined

  constructor({ socket, raw, silenceMs, counters, transport }: SeatParts) {
    this.#socket = socket
    this.#raw = raw
    this.#silenceMs = silenceMs
    this.#counters = counters
    this.#transport = transport
    socket.on('message', (data: Buffer, isBinary) => this.#hear(data, isBinary))
    socket.on('pong', () => (this.#pinged = false))
    socket.on('error', () => undefined) // a client may vanish in the middle of a frame
    socket.on('close', (code) => {
      this.closed = code
      clearTimeout(this.#timer)
    })
    this.#wait()
  }

  /** Whether frames were sent that the client has not answered. */
  get owes(): boolean {
    return this.#awaited.size > 0 || this.#due !== undefined
  }

  /** Whether a ping was sent that the client has not answered. */
  get pinged(): boolean {
    return this.#pinged
  }

  /** Sends a frame; with a head that wants it, an answer is waited for. */
  send(bytes: Uint8Array, head?: FrameHead): void {
    if (this.#frozen || this.stalled) return
    if (this.#due) {
      this.#waiting.push([bytes, head])
      return
    }
    if (head?.needAck && this.#transport === 'bytelink') this.#due = head
    else if (head?.needAck) this.#awaited.add(ackOf(head).toString('hex'))
    this.#socket.send(bytes)
  }

  /** Says goodbye with a code. */
  close(code: number): void {
    this.#socket.close(code)
  }

  /** Ends the stream without a close frame. */
  finish(): void {
    this.#raw.end()
  }

  /** Tears the connection down as a crashed machine does. */
  reset(): void {
    ;(this.#raw as Socket).resetAndDestroy() // an upgraded HTTP connection is a TCP socket
  }

  /** Writes bytes that are no frame into the middle of the connection. */
  corrupt(bytes: Uint8Array): void {
    this.#raw.write(bytes)
  }

  /** Keeps the connection, and neither reads nor writes any more. */
  freeze(): void {
    this.#frozen = true
    clearTimeout(this.#timer)
    this.#raw.pause()
  }

  #hear(data: Buffer, isBinary: boolean): void {
    if (this.#frozen) return
    this.#wait()
    if (isBinary && this.#isHeartbeat(data)) {
      this.#counters.heartbeats++
      this.#socket.send(heartbeatEcho)
      this.#ping()
    } else if (isBinary && this.#isAnswer(data)) {
      this.#counters.acks++
    } else {
      this.#counters.strange++
    }
  }

  #isHeartbeat(data: Buffer): boolean {
    return this.#answersByteLink ? isByteLinkHeartbeat(data) : data.equals(heartbeat)
  }

  #isAnswer(data: Buffer): boolean {
    if (!this.#due) return this.#awaited.delete(data.toString('hex'))
    if (!isByteLinkAck(data, this.#due)) return false
    this.#due = undefined
    this.#answersByteLink = true
    const waiting = this.#waiting
    this.#waiting = []
    for (const [bytes, head] of waiting) this.send(bytes, head)
    return true
  }

  /** Heartbeats are not enough: the pings between them have to be answered, too. */
  #ping(): void {
    if (this.#pinged) return this.#drop()
    this.#pinged = true
    this.#socket.ping()
  }

  /** Who says nothing for too long is dropped, as the service does. */
  #wait(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#drop(), this.#silenceMs)
  }

  #drop(): void {
    this.#counters.dropped++
    this.#socket.terminate()
  }
}
