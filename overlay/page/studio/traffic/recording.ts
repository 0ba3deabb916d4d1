import type { FeedEvent } from '../../../../proto/feed/index.ts'
import { sorted } from '../../../element/base/sorted.ts'

/** An event with its time from the start of its recording. */
export interface Recorded {
  readonly afterMs: number
  readonly event: FeedEvent
}

/** The maximum unpacked size of a recording. */
const maxUnpackedBytes = 64 * 1024 * 1024

/** Thrown for a file that is not a recording. */
export class NoRecording extends Error {
  override readonly name = 'NoRecording'
}

/**
 * Reads a recording, `.ndjson.gz` or `.ndjson`: an event of the feed on each line. Invalid lines
 * are ignored.
 *
 * @throws NoRecording if it cannot be unpacked, is too large, or has no event.
 */
export async function readRecording(
  bytes: Uint8Array,
  maxBytes = maxUnpackedBytes,
): Promise<readonly Recorded[]> {
  const text = new TextDecoder().decode(isPacked(bytes) ? await unpacked(bytes, maxBytes) : bytes)
  const events = text.split('\n').flatMap(eventIn)
  const first = events[0]?.receivedAt
  if (first === undefined) throw new NoRecording('there is no event in this file')
  const recorded = events.map((event) => ({
    afterMs: Math.max(0, event.receivedAt - first),
    event,
  }))
  return sorted(recorded, (one, other) => one.afterMs - other.afterMs)
}

function isPacked(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

async function unpacked(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  const { Gunzip } = await import('fflate')
  const pieces: Uint8Array[] = []
  let size = 0
  const gunzip = new Gunzip((piece) => {
    size += piece.length
    if (size > maxBytes) throw new NoRecording('this file is too large')
    pieces.push(piece)
  })
  try {
    const step = 64 * 1024
    for (let at = 0; at < bytes.length; at += step) {
      gunzip.push(bytes.subarray(at, at + step), at + step >= bytes.length)
    }
  } catch (cause) {
    if (cause instanceof NoRecording) throw cause
    throw new NoRecording('this file cannot be unpacked', { cause })
  }
  return joined(pieces, size)
}

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

function eventIn(line: string): readonly FeedEvent[] {
  try {
    const value: unknown = JSON.parse(line)
    return isEvent(value) ? [value] : []
  } catch {
    return [] // a cut-off last line, or a blank one
  }
}

function isEvent(value: unknown): value is FeedEvent {
  if (typeof value !== 'object' || value === null) return false
  const { type, receivedAt }: { type?: unknown; receivedAt?: unknown } = value
  return typeof type === 'string' && type !== 'raw' && typeof receivedAt === 'number'
}
