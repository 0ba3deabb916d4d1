import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { closeCodes } from '../../../proto/feed/index.ts'
import type { Sink } from '../../feed/stream.ts'
import { socketEncoding, type StreamEncoding } from '../../feed/stream-encoding.ts'
import type { Clock, Timer } from '../../lib/time/clock.ts'
import { closeReason } from './close-code.ts'
import type { StreamSocket } from './stream-socket.ts'

const openState = 1 // of a WebSocket

const pingMs = 25_000
const pongMs = 8_000

/** Returns a stream socket for a WebSocket of the `ws` package and its TCP socket. */
export function streamSocketOf(ws: WebSocket, socket: Duplex): StreamSocket {
  return new NodeSocket(ws, socket)
}

// Node would wrap any other array again at each of a thousand writes.
const bufferWire: StreamEncoding = {
  ...socketEncoding,
  join: (made) => {
    const { buffer, byteOffset, byteLength } = socketEncoding.join(made)
    return Buffer.from(buffer, byteOffset, byteLength)
  },
}

/**
 * One object, which is its own sink, instead of nine closures: with a thousand readers in one tick,
 * memory is the bottleneck.
 */
class NodeSocket implements StreamSocket, Sink {
  readonly wire = bufferWire
  readonly #ws: WebSocket
  readonly #socket: Duplex

  constructor(ws: WebSocket, socket: Duplex) {
    this.#ws = ws
    this.#socket = socket
  }

  get sink(): Sink {
    return this
  }

  isOpen(): boolean {
    return this.#ws.readyState === openState
  }

  close(code: number, reason: string): void {
    closeWith(this.#ws, code, reason)
  }

  onMessage(call: () => void): void {
    this.#ws.on('message', call)
  }

  onClose(call: () => void): void {
    this.#ws.on('close', call)
  }

  /**
   * Sends frames, encoded once for all readers, directly on the TCP socket. Without compression `ws`
   * would write the same bytes, but copy them for each reader. Nothing may follow a close frame.
   */
  send(chunk: Uint8Array): void {
    if (this.isOpen()) this.#socket.write(chunk)
  }

  buffered(): number {
    return this.#socket.writableLength
  }

  /** Resets the connection, which frees kernel memory at once; a FIN would wait behind unread data. */
  reset(): void {
    const socket = this.#socket
    if ('resetAndDestroy' in socket) (socket as { resetAndDestroy: () => void }).resetAndDestroy()
    else socket.destroy()
  }

  end(): void {
    closeWith(this.#ws, closeCodes.restart, 'the room was closed; come back')
  }
}

/** Closes a WebSocket with a reason, cut to the size of a close frame. */
export function closeWith(ws: WebSocket, code: number, reason: string): void {
  ws.close(code, closeReason(reason))
}

/** Sends pings, and ends a WebSocket that does not answer: its client has left without closing. */
export function keepAlive(ws: WebSocket, clock: Clock): void {
  let timer: Timer
  const ping = (): void => {
    ws.ping()
    timer = clock.after(pongMs, () => ws.terminate())
  }
  const wait = (): void => {
    timer = clock.after(pingMs, ping)
  }
  ws.on('pong', () => {
    timer.cancel()
    wait()
  })
  ws.on('close', () => timer.cancel())
  wait()
}
