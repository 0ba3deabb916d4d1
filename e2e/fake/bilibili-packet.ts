import { brotliCompressSync, deflateSync } from 'node:zlib'

// Written apart from the server's codec on purpose: a mistake there must not cancel out here.

/** A packet as it stands on the wire. */
export interface FakePacket {
  readonly version: number
  readonly operation: number
  readonly body: Buffer
}

/** How a client wants to be told: plain JSON, zlib or brotli. */
export type Protocol = 1 | 2 | 3

const headerLength = 16

/** A packet of the server; its replies to clients count 1, what it tells by itself 0. */
export function writePacket({ version, operation, body }: FakePacket, sequence: 0 | 1): Buffer {
  const header = Buffer.alloc(headerLength)
  header.writeUInt32BE(headerLength + body.length, 0)
  header.writeUInt16BE(headerLength, 4)
  header.writeUInt16BE(version, 6)
  header.writeUInt32BE(operation, 8)
  header.writeUInt32BE(sequence, 12)
  return Buffer.concat([header, body])
}

/** The one packet of a client's frame. @throws Error if it is not exactly that. */
export function readPacket(frame: Buffer): FakePacket {
  if (frame.length < headerLength) throw new Error(`a frame of ${frame.length} bytes`)
  if (frame.readUInt32BE(0) !== frame.length) throw new Error('a wrong packet length')
  if (frame.readUInt16BE(4) !== headerLength) throw new Error('a wrong header length')
  return {
    version: frame.readUInt16BE(6),
    operation: frame.readUInt32BE(8),
    body: frame.subarray(headerLength),
  }
}

/** Messages in one frame, packed the way the client asked for. */
export function writeMessages(messages: readonly object[], protocol: Protocol): Buffer {
  const run = Buffer.concat(messages.map(plain))
  switch (protocol) {
    case 1:
      return run
    case 2:
      return writePacket({ version: 2, operation: 5, body: deflateSync(run) }, 0)
    case 3:
      return writePacket({ version: 3, operation: 5, body: brotliCompressSync(run) }, 0)
  }
}

/** Accepts a client, or tells it by which code it is refused. */
export function authenticationReply(code: number): Buffer {
  const body = Buffer.from(JSON.stringify({ code }))
  return writePacket({ version: 1, operation: 8, body }, 1)
}

/** The popularity, and behind it what the client sent, which no length counts. */
export function heartbeatReply(popularity: number, sent: Buffer): Buffer {
  const body = Buffer.alloc(4)
  body.writeUInt32BE(popularity)
  return Buffer.concat([writePacket({ version: 1, operation: 3, body }, 0), sent])
}

function plain(message: object): Buffer {
  return writePacket({ version: 0, operation: 5, body: Buffer.from(JSON.stringify(message)) }, 0)
}
