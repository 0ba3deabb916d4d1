import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync, inflateSync } from 'node:zlib'
import { WebSocket } from 'ws'
import { writePacket } from './packet.ts'

/** A raw socket client without any logic of its own. */
export interface PlainClient {
  /** All received frames. */
  readonly frames: readonly Buffer[]
  readonly send: (bytes: Uint8Array | string) => void
  /** Returns the next frames since the last call. */
  readonly take: (count: number) => Promise<readonly Buffer[]>
  readonly closed: Promise<number>
  readonly close: () => void
}

/** Connects, and resolves once the socket is open. @throws Error if it does not open. */
export async function dialPlainly(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<PlainClient> {
  const socket = new WebSocket(url, { headers })
  const frames: Buffer[] = []
  let taken = 0
  socket.on('message', (data) => frames.push(data as Buffer))
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  await once(socket, 'open')
  socket.on('error', () => undefined) // a reset; 'close' follows
  return {
    frames,
    closed,
    send: (bytes) => socket.send(bytes),
    take: async (count) => {
      while (frames.length < taken + count) await once(socket, 'message')
      taken += count
      return frames.slice(taken - count, taken)
    },
    close: () => socket.terminate(),
  }
}

/** Returns a packet in the form of clients. */
export function clientPacket(operation: number, body = '', version = 1): Buffer {
  return writePacket({ version, operation, body: Buffer.from(body) }, 1)
}

/** The delivery fields of a message. */
export interface Stamp {
  readonly cmd: string
  readonly msg_id: string
  readonly p_is_ack: boolean
  readonly p_msg_type: number
}

/** Returns the messages in one frame, compressed or not, without their delivery fields. */
export function messagesIn(frame: Buffer): readonly unknown[] {
  const stamp = new Set(['msg_id', 'p_is_ack', 'p_msg_type', 'send_time'])
  return parsedIn(frame).map((message) =>
    Object.fromEntries(Object.entries(message).filter(([name]) => !stamp.has(name))),
  )
}

/** Returns the delivery fields of each message in a frame. */
export function stampsIn(frame: Buffer): readonly Stamp[] {
  return parsedIn(frame) as readonly object[] as readonly Stamp[]
}

function parsedIn(frame: Buffer): readonly Readonly<Record<string, unknown>>[] {
  const run = unpacked(frame)
  const messages: Record<string, unknown>[] = []
  for (let at = 0; at < run.length; at += run.readUInt32BE(at)) {
    const body = run.subarray(at + 16, at + run.readUInt32BE(at))
    messages.push(JSON.parse(body.toString()) as Record<string, unknown>)
  }
  return messages
}

/** Returns a frame that was captured from the real site. */
export function capturedFrame(name: string): Buffer {
  const folder = '../../../server/platform/bilibili/fixture/frame'
  return readFileSync(join(import.meta.dirname, folder, `${name}.bin`))
}

function unpacked(frame: Buffer): Buffer {
  switch (frame.readUInt16BE(6)) {
    case 2:
      return inflateSync(frame.subarray(16))
    case 3:
      return brotliDecompressSync(frame.subarray(16))
    default:
      return frame
  }
}
