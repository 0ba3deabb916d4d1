import type { Sink } from '../../feed/stream.ts'
import { concat, type StreamEncoding } from '../../feed/stream-encoding.ts'
import { closeCodes } from '../../../proto/feed/index.ts'
import { closeReason } from './close-code.ts'
import type { StreamSocket } from './stream-socket.ts'

const openState = 1
const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Separates messages by line feeds: no JSON text contains one. */
const lineWire: StreamEncoding = {
  name: 'line',
  entry: ({ line }) => encoder.encode(`${line}\n`),
  join: concat,
  frame: (frame) => encoder.encode(JSON.stringify(frame)),
}

/** The messages of a chunk, split once for all its readers. */
const messagesOf = new WeakMap<Uint8Array, readonly string[]>()

/** Returns a stream socket for a standard WebSocket, in runtimes that cannot write raw frames. */
export function webStreamSocketOf(ws: WebSocket): StreamSocket {
  const close = (code: number, reason: string): void => {
    if (ws.readyState <= openState) ws.close(code, closeReason(reason))
  }
  const sink: Sink = {
    wire: lineWire,
    send: (chunk) => {
      if (ws.readyState !== openState) return
      for (const message of split(chunk)) ws.send(message)
    },
    buffered: () => ws.bufferedAmount,
    // The web has no reset; closing also drops the queue.
    reset: () => close(closeCodes.tryLater, 'the reader lags too far behind'),
    end: () => close(closeCodes.restart, 'the room was closed; come back'),
  }
  return {
    sink,
    isOpen: () => ws.readyState === openState,
    close,
    onMessage: (call) => ws.addEventListener('message', call),
    onClose: (call) => ws.addEventListener('close', call),
  }
}

function split(chunk: Uint8Array): readonly string[] {
  const there = messagesOf.get(chunk)
  if (there) return there
  const messages = decoder.decode(chunk).split('\n').filter(Boolean)
  messagesOf.set(chunk, messages)
  return messages
}
