import { createHash, randomBytes } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'

/** A WebSocket with full control over its bytes, also for messages that no library sends. */
export interface RawSocket {
  readonly socket: Socket
  /** The close code of the server; undefined if the connection ended without one. */
  readonly closed: Promise<number | undefined>
  /** Resolves when the connection is closed. */
  readonly gone: Promise<void>
}

/** Opens a stream. @throws if it is refused. */
export async function openRaw(
  url: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawSocket> {
  const { host, port } = new URL(url)
  const socket = connect(Number(port), '127.0.0.1')
  socket.on('error', () => undefined) // the server ends it, as expected
  const key = randomBytes(16).toString('base64')
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${key}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ]
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  const accept = createHash('sha1')
    .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64')
  const reader = createReader(socket)
  const head = await reader.head
  if (!head.includes(accept)) throw new Error(`refused: ${head}`)
  return { socket, closed: reader.closed, gone: reader.gone }
}

/** Reads the bytes of a server: the head of its answer, then frames up to the close frame. */
function createReader(socket: Socket) {
  const parts = new EventEmitter()
  let rest: Buffer = Buffer.alloc(0)
  let open = false
  // Not `once`: it rejects on the ECONNRESET of a server that cuts the connection.
  const gone = new Promise<undefined>((resolve) => {
    socket.once('close', () => resolve(undefined))
  })
  const head = Promise.race([once(parts, 'head'), gone]).then((said) => String(said ?? rest))
  const closed = Promise.race([once(parts, 'close'), gone]).then((said) => said && Number(said[0]))
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk])
    if (!open) {
      const end = rest.indexOf('\r\n\r\n')
      if (end === -1) return
      open = true
      parts.emit('head', rest.subarray(0, end).toString('latin1'))
      rest = rest.subarray(end + 4)
    }
    for (let next = frameIn(rest); next; next = frameIn(rest)) {
      if (next.opcode === 8) parts.emit('close', next.payload.readUInt16BE(0))
      rest = rest.subarray(next.bytes)
    }
  })
  return { head, closed, gone }
}

/** Returns the first complete frame of a server; it is unmasked. */
function frameIn(bytes: Buffer) {
  if (bytes.length < 2) return undefined
  const short = bytes.readUInt8(1)
  const start = short < 126 ? 2 : short === 126 ? 4 : 10
  if (bytes.length < start) return undefined
  const length =
    short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2))
  if (bytes.length < start + length) return undefined
  const payload = bytes.subarray(start, start + length)
  return { opcode: bytes.readUInt8(0) & 0x0f, payload, bytes: start + length }
}

/**
 * Returns a frame of a client, masked with zeros. @param first - its first byte: flags and opcode.
 */
export function frame(first: number, payload: Buffer): Buffer {
  const { length } = payload
  const size = length < 126 ? 1 : length < 65_536 ? 3 : 9
  const head = Buffer.alloc(1 + size + 4)
  head.writeUInt8(first, 0)
  if (size === 1) head.writeUInt8(0x80 | length, 1)
  else if (size === 3) {
    head.writeUInt8(0x80 | 126, 1)
    head.writeUInt16BE(length, 2)
  } else {
    head.writeUInt8(0x80 | 127, 1)
    head.writeBigUInt64BE(BigInt(length), 2)
  }
  return Buffer.concat([head, payload])
}

/** Returns the resident memory of a process, bytes. */
export function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) * 1024
}
