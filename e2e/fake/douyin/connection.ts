import type { Duplex } from 'node:stream'
import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import { isByteLinkAck, isByteLinkHeartbeat, type Transport } from './bytelink.ts'
import { ackOf, type FrameHead, heartbeat, heartbeatEcho } from './wire.ts'

/** Counters of client behaviour over all connections. */
export interface ConnectionCounters {
  heartbeats: number
  acks: number
  /** Client frames that are neither a heartbeat nor an expected answer. */
  strange: number
  /** Connections that were dropped for silence. */
  dropped: number
}

/** The parts of a connection. */
export interface ConnectionParts {
  readonly socket: WebSocket
  /** The underlying stream of the socket. */
  readonly raw: Duplex
  readonly silenceMs: number
  /** The counters over all connections. */
  readonly counters: ConnectionCounters
  readonly transport: Transport
}

/** The server side of one client's connection. */
export class Connection {
  readonly #socket: WebSocket
  readonly #raw: Duplex
  readonly #counters: ConnectionCounters
  readonly #silenceMs: number
  readonly #awaited = new Set<string>()
  readonly #transport: Transport
  /** The frame of the newer transport without an answer; later frames wait for it. */
  #due: FrameHead | undefined
  #waiting: (readonly [Uint8Array, FrameHead | undefined])[] = []
  /**
   * True once the client answered in the newer transport; from then on its heartbeats must use it,
   * too.
   */
  #answersByteLink = false
  #timer: NodeJS.Timeout | undefined
  #frozen = false
  #pinged = false
  /** True while messages are withheld; heartbeats are answered as usual. */
  stalled = false
  /** The close code at the end. */
  closed: number | undefined

  constructor({ socket, raw, silenceMs, counters, transport }: ConnectionParts) {
    this.#socket = socket
    this.#raw = raw
    this.#silenceMs = silenceMs
    this.#counters = counters
    this.#transport = transport
    socket.on('message', (data: Buffer, isBinary) => this.#receive(data, isBinary))
    socket.on('pong', () => (this.#pinged = false))
    socket.on('error', () => undefined) // a client may disconnect in the middle of a frame
    socket.on('close', (code) => {
      this.closed = code
      clearTimeout(this.#timer)
    })
    this.#wait()
  }

  /** True if a sent frame has no answer yet. */
  get owes(): boolean {
    return this.#awaited.size > 0 || this.#due !== undefined
  }

  /** True if a sent ping has no answer yet. */
  get pinged(): boolean {
    return this.#pinged
  }

  /** Sends a frame; one whose head requests an answer waits for it. */
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

  /** Closes the socket with a code. */
  close(code: number, reason?: string): void {
    this.#socket.close(code, reason)
  }

  /** Ends the stream without a close frame. */
  finish(): void {
    this.#raw.end()
  }

  /** Resets the connection, as after a crash of the machine. */
  reset(): void {
    ;(this.#raw as Socket).resetAndDestroy() // an upgraded HTTP connection is a TCP socket
  }

  /** Writes invalid bytes into the connection. */
  corrupt(bytes: Uint8Array): void {
    this.#raw.write(bytes)
  }

  /** Leaves the connection open, and stops reading and writing. */
  freeze(): void {
    this.#frozen = true
    clearTimeout(this.#timer)
    this.#raw.pause()
  }

  #receive(data: Buffer, isBinary: boolean): void {
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

  /** Pings the client: heartbeats are not enough, the pings between them need an answer, too. */
  #ping(): void {
    if (this.#pinged) return this.#drop()
    this.#pinged = true
    this.#socket.ping()
  }

  /** Drops a client that sends nothing for too long, as the service does. */
  #wait(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#drop(), this.#silenceMs)
  }

  #drop(): void {
    this.#counters.dropped++
    this.#socket.terminate()
  }
}
