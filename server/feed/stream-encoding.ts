import { formatPosition } from '../../proto/feed/index.ts'
import type { Entry } from '../hub/room-view.ts'

/**
 * The encoding of a transport. Several entries become one chunk, so that a tick costs each
 * subscriber one write, and subscribers with the same encoding share the bytes.
 */
export interface StreamEncoding {
  readonly name: string
  /** Encodes one entry; a chunk is the concatenation of encoded entries. */
  readonly entry: (entry: Entry, epoch: string) => Uint8Array
  /** Joins encoded entries into one chunk. */
  readonly join: (made: readonly Uint8Array[]) => Uint8Array
  /** Encodes a message that is no event, such as a frame of the feed. */
  readonly frame: (frame: object) => Uint8Array
}

/** Encodes entries as one chunk. */
export function chunkOf(
  wire: StreamEncoding,
  entries: readonly Entry[],
  epoch: string,
): Uint8Array {
  return wire.join(entries.map((entry) => wire.entry(entry, epoch)))
}

const encoder = new TextEncoder()

/** Server-Sent Events: `id` is the position, control frames and raw messages are `event: frame`. */
export const sseEncoding: StreamEncoding = {
  name: 'sse',
  entry: ({ seq, line }, epoch) =>
    encoder.encode(`id: ${formatPosition({ epoch, seq })}\ndata: ${line}\n\n`),
  join: concat,
  frame: (frame) => encoder.encode(`event: frame\ndata: ${JSON.stringify(frame)}\n\n`),
}

/** WebSocket text frames, encoded once instead of once a subscriber (RFC 6455 §5.2, unmasked). */
export const socketEncoding: StreamEncoding = {
  name: 'socket',
  entry: ({ line }) => textFrame(line),
  join: concat,
  frame: (frame) => textFrame(JSON.stringify(frame)),
}

const finalText = 0x81

function textFrame(text: string): Uint8Array {
  const payload = encoder.encode(text)
  const { length } = payload
  const headerBytes = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const frame = new Uint8Array(headerBytes + length)
  const view = new DataView(frame.buffer)
  frame[0] = finalText
  if (headerBytes === 2) frame[1] = length
  else if (headerBytes === 4) {
    frame[1] = 126
    view.setUint16(2, length)
  } else {
    frame[1] = 127
    view.setBigUint64(2, BigInt(length))
  }
  frame.set(payload, headerBytes)
  return frame
}

/** Returns the concatenation of chunks. */
export function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const [first] = chunks
  if (first && chunks.length === 1) return first
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}
