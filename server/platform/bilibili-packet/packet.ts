/** A packet of Bilibili's binary protocol, still packed. */
export interface Packet {
  readonly version: number
  readonly operation: number
  readonly body: Uint8Array
}

/**
 * The size of the header of a client: u32 length of the whole packet, u16 length of the header, u16
 * version, u32 operation, u32 sequence; all big-endian. A server may send a longer one.
 */
export const headerBytes = 16

/** The packing of a body. `control` bodies (authentication, heartbeat) are plain too. */
export const versions = { plain: 0, control: 1, zlib: 2, brotli: 3 } as const

/** The purpose of a packet, as far as clients use it. */
export const operations = {
  heartbeat: 2,
  heartbeatReply: 3,
  message: 5,
  authenticate: 7,
  authenticateReply: 8,
  acknowledge: 24,
} as const

// Bilibili's own clients always send 1.
const sequence = 1

const encoder = new TextEncoder()

/** Encodes one whole packet with the plain header. */
export function encodePacket({ version, operation, body }: Packet): Uint8Array {
  const bytes = new Uint8Array(headerBytes + body.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, bytes.length)
  view.setUint16(4, headerBytes)
  view.setUint16(6, version)
  view.setUint32(8, operation)
  view.setUint32(12, sequence)
  bytes.set(body, headerBytes)
  return bytes
}

/**
 * Returns the first packet of a connection, due within 5 s after it opened. The body is JSON; that
 * of the open platform must be sent exactly as it was received.
 */
export function authenticationPacket(body: string): Uint8Array {
  return control(operations.authenticate, body)
}

/**
 * Returns the heartbeat, due right after the authentication reply and every 30 s from then on. Any
 * body will do.
 */
export function heartbeatPacket(body = ''): Uint8Array {
  return control(operations.heartbeat, body)
}

/** Returns the packet that acknowledges a message. The body is JSON. */
export function acknowledgementPacket(body: string): Uint8Array {
  return control(operations.acknowledge, body)
}

function control(operation: number, body: string): Uint8Array {
  return encodePacket({ version: versions.control, operation, body: encoder.encode(body) })
}
