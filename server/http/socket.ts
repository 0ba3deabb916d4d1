import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { closeCodes } from '../../proto/feed/index.ts'
import type { Sink } from '../feed/stream.ts'
import { socketWire } from '../feed/wire.ts'
import type { Clock, Timer } from '../lib/clock.ts'

const pingMs = 25_000
const pongMs = 8_000

// A close frame carries 125 bytes, two of them the code.
const maxReasonBytes = 123

/** A WebSocket as the end of a stream. */
export function sinkOf(ws: WebSocket, socket: Duplex): Sink {
  return {
    wire: socketWire,
    // Frames made once go straight to the socket: without compression ws would write the same bytes
    // at the same moment, a copy for each subscriber. After a close frame nothing may follow.
    send: (chunk) => {
      if (ws.readyState === ws.OPEN) socket.write(chunk)
    },
    buffered: () => ws.bufferedAmount,
    // A FIN would wait behind megabytes nobody reads; a reset frees the kernel's memory at once.
    reset: () => {
      if ('resetAndDestroy' in socket) (socket as { resetAndDestroy: () => void }).resetAndDestroy()
      else socket.destroy()
    },
    end: () => closeWith(ws, closeCodes.restart, 'the room was closed; come back'),
  }
}

/** Closes with a reason that fits into a close frame. */
export function closeWith(ws: WebSocket, code: number, reason: string): void {
  // A character cut in half would be malformed UTF-8, which a close frame may not hold.
  const text = new TextDecoder().decode(Buffer.from(reason).subarray(0, maxReasonBytes))
  ws.close(code, text.replace(/\ufffd+$/, ''))
}

/** Finds out who is gone without a word: a ping, and an end if no pong comes. */
export function keepAlive(ws: WebSocket, clock: Clock): Timer {
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
  wait()
  return { cancel: () => timer.cancel() }
}
