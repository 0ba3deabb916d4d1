import { type Encoding, type Inflate, maxInflatedBytes } from '../../lib/bytes/inflate.ts'
import type { Fault } from '../platform.ts'
import { headerBytes, operations, versions } from './packet.ts'

/** Receives the content of a frame, in wire order. */
export interface PacketSink {
  /**
   * Receives a packet. The body is a part of `bytes`, not cut out of them: a frame holds hundreds.
   */
  readonly packet: (operation: number, bytes: Uint8Array, from: number, to: number) => void
  readonly fault: (fault: Fault) => void
}

interface Header {
  readonly packetEnd: number
  readonly bodyStart: number
  readonly version: number
  readonly operation: number
}

/** The remaining limits of one frame. Shared by everything packed into it. */
interface Budget {
  bytes: number
  packets: number
  packed: number
}

/** The maximum number of packets in a frame, far above real ones: 40 bytes unpack to a million. */
export const mostMessages = 2000

// The maximum number of packed packets in a frame; a real frame has one.
const mostPacked = 100

const encodings: ReadonlyMap<number, Encoding> = new Map([
  [versions.zlib, 'deflate'],
  [versions.brotli, 'brotli'],
])

/**
 * Unpacks a frame: packets in order, packed bodies in place. A frame may unpack to {@link
 * maxInflatedBytes} in all and only one level deep; anything beyond is a fault.
 */
export function unpack(frame: Uint8Array, inflate: Inflate, sink: PacketSink): void {
  const budget = { bytes: maxInflatedBytes, packets: mostMessages, packed: mostPacked }
  cut(frame, sink, (header) => unpackInto(header, frame, { inflate, sink, budget }))
}

/** Passes each packet to `take` until the bytes end, are broken, or `take` returns false. */
function cut(bytes: Uint8Array, sink: PacketSink, take: (header: Header) => boolean): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  do {
    const header = readHeader(view, at)
    if (typeof header === 'string') {
      sink.fault({ kind: 'bad-frame', detail: header })
      return
    }
    if (!take(header)) return
    at = header.packetEnd
  } while (at < bytes.length)
}

/** Reads the header at an offset; returns a text if it is wrong. */
function readHeader(view: DataView, at: number): Header | string {
  const rest = view.byteLength - at
  if (rest < headerBytes) return `${rest} bytes left where a header of ${headerBytes} must stand`
  const packetLength = view.getUint32(at)
  const headerLength = view.getUint16(at + 4)
  if (packetLength < headerBytes) return `a packet of ${packetLength} bytes`
  if (packetLength > rest) return `a packet of ${packetLength} bytes with ${rest} left`
  if (headerLength < headerBytes || headerLength > packetLength) {
    return `a header of ${headerLength} bytes in a packet of ${packetLength}`
  }
  return {
    packetEnd: at + packetLength,
    bodyStart: at + headerLength,
    version: view.getUint16(at + 6),
    operation: view.getUint32(at + 8),
  }
}

/** Returns false once the rest of the frame must not be read. */
function unpackInto(
  header: Header,
  frame: Uint8Array,
  { inflate, sink, budget }: { inflate: Inflate; sink: PacketSink; budget: Budget },
): boolean {
  const encoding = encodingOf(header)
  if (encoding === undefined) return countPacket(budget, sink) && deliver(header, frame, sink)
  if (budget.packed-- <= 0) return tooMany(mostPacked, sink)
  if (budget.bytes <= 0) return tooBig(sink)
  const unpacked = inflate(encoding, frame.subarray(header.bodyStart, header.packetEnd))
  // The unpacked size of a broken body is unknown, so it is charged in full: many of them cost as
  // one.
  budget.bytes -= unpacked.ok ? unpacked.bytes.length : maxInflatedBytes
  if (!unpacked.ok) {
    sink.fault({ kind: unpacked.fault, detail: unpacked.detail })
    return unpacked.fault !== 'too-big'
  }
  if (budget.bytes < 0) return tooBig(sink)
  const { bytes } = unpacked
  cut(bytes, sink, (inner) => {
    if (!countPacket(budget, sink)) return false
    if (encodingOf(inner) === undefined) return deliver(inner, bytes, sink)
    sink.fault({ kind: 'too-deep', detail: 'a packed packet inside a packed packet' })
    return true
  })
  return budget.packets >= 0
}

/** Counts one packet. Returns false above the limit, to skip the rest of the frame. */
function countPacket(budget: Budget, sink: PacketSink): boolean {
  budget.packets -= 1
  return budget.packets >= 0 || tooMany(mostMessages, sink)
}

function deliver(header: Header, bytes: Uint8Array, sink: PacketSink): boolean {
  if (header.operation === operations.message && header.version > versions.brotli) {
    sink.fault({ kind: 'unsupported', detail: `protocol version ${header.version}` })
    return true
  }
  sink.packet(header.operation, bytes, header.bodyStart, header.packetEnd)
  // A heartbeat reply is followed by the client's own heartbeat body, which no length counts.
  return header.operation !== operations.heartbeatReply
}

function encodingOf(header: Header): Encoding | undefined {
  return header.operation === operations.message ? encodings.get(header.version) : undefined
}

function tooMany(most: number, sink: PacketSink): false {
  sink.fault({ kind: 'too-many', detail: `more than ${most} packets in one frame` })
  return false
}

function tooBig(sink: PacketSink): false {
  sink.fault({ kind: 'too-big', detail: `more than ${maxInflatedBytes} bytes in one frame` })
  return false
}
