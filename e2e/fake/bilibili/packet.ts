import { brotliCompressSync, constants, deflateSync } from 'node:zlib'

// Written independently of the server's codec on purpose: a mistake there must not cancel out here.

/** A packet of the wire format. */
export interface FakePacket {
  readonly version: number
  readonly operation: number
  readonly body: Buffer
}

/** The encoding that a client asks for: plain JSON, zlib or brotli. */
export type Protocol = 1 | 2 | 3

const headerLength = 16

// The default quality takes about 30 ms for a frame, which is most of a core under load.
const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }

/** Writes a packet of the server; the sequence is 1 in replies, 0 in other packets. */
export function writePacket({ version, operation, body }: FakePacket, sequence: 0 | 1): Buffer {
  const header = Buffer.alloc(headerLength)
  header.writeUInt32BE(headerLength + body.length, 0)
  header.writeUInt16BE(headerLength, 4)
  header.writeUInt16BE(version, 6)
  header.writeUInt32BE(operation, 8)
  header.writeUInt32BE(sequence, 12)
  return Buffer.concat([header, body])
}

/** Reads the single packet of a client's frame. @throws Error if there is not exactly one. */
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

/** Writes messages into one frame, in the encoding that the client asked for. */
export function writeMessages(messages: readonly object[], protocol: Protocol): Buffer {
  const run = Buffer.concat(messages.map(plain))
  switch (protocol) {
    case 1:
      return run
    case 2:
      return writePacket({ version: 2, operation: 5, body: deflateSync(run) }, 0)
    case 3:
      return writePacket({ version: 3, operation: 5, body: brotliCompressSync(run, quick) }, 0)
  }
}

/** Writes the acceptance of a client, or its refusal with a code. */
export function authenticationReply(code: number): Buffer {
  const body = Buffer.from(JSON.stringify({ code }))
  return writePacket({ version: 1, operation: 8, body }, 1)
}

/** Writes the popularity, followed by the client's own bytes, which no length counts. */
export function heartbeatReply(popularity: number, sent: Buffer): Buffer {
  const body = Buffer.alloc(4)
  body.writeUInt32BE(popularity)
  return Buffer.concat([writePacket({ version: 1, operation: 3, body }, 0), sent])
}

function plain(message: object): Buffer {
  return writePacket({ version: 0, operation: 5, body: Buffer.from(JSON.stringify(message)) }, 0)
}
