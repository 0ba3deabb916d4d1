import { gzipSync } from 'node:zlib'

/**
 * The fields of a message. They are written by the tables of Douyin's web schema (2026-04) and not
 * with the codec under test, so that a mistake in one shows in the other.
 */
export type Fields = readonly (readonly [number, bigint | number | string | Uint8Array])[]

/** Encodes a protobuf message: numbers as varints, the rest as lengths and bytes. */
export function encode(fields: Fields): Buffer {
  return Buffer.concat(
    fields.flatMap(([number, value]) => {
      if (typeof value === 'bigint' || typeof value === 'number') {
        return [varint(number << 3), varint(value)]
      }
      const bytes = typeof value === 'string' ? Buffer.from(value) : value
      return [varint((number << 3) | 2), varint(bytes.length), bytes]
    }),
  )
}

/** One message of a room: its kind and its content. */
export interface RoomMessage {
  readonly method: string
  readonly id: bigint
  readonly payload: Uint8Array
}

/** The fields of a frame besides its messages. */
export interface FrameHead {
  readonly seqId: bigint
  readonly logId: bigint
  readonly cursor: string
  readonly detail: string
  readonly now: number
  readonly needAck: boolean
}

/** Returns a frame of messages in the service's encoding. */
export function messageFrame(head: FrameHead, messages: readonly RoomMessage[]): Buffer {
  const { logId, cursor, detail } = head
  return frame(logId, 'msg', gzipSync(responseOf(head, messages)), {
    compress_type: 'gzip',
    'im-internal_ext': detail,
    'im-cursor': cursor,
  })
}

/** Returns the response in such a frame, as the site itself answers it. */
export function responseOf(
  { cursor, detail, now, needAck }: Omit<FrameHead, 'logId' | 'seqId'>,
  messages: readonly RoomMessage[],
): Buffer {
  return encode([
    ...messages.map(({ method, id, payload }) => {
      const message: Fields = [
        [1, method],
        [2, payload],
        [3, id],
      ]
      return [1, encode(message)] as const
    }),
    [2, cursor],
    [4, now],
    [5, detail],
    [8, heartbeatSeconds],
    [9, needAck ? 1 : 0],
  ])
}

const heartbeatSeconds = 15

/** The service's answer to a heartbeat. */
export const heartbeatEcho: Buffer = encode([
  [3, 8888],
  [4, 8],
  [7, 'hb'],
])

/** The heartbeat of a client. */
export const heartbeat: Buffer = encode([[7, 'hb']])

/** The announcement that the service closes the connection; the socket stays open. */
export const closeFrame: Buffer = encode([
  [1, 9],
  [7, 'close'],
])

/** Returns the only correct answer to a frame that needs one. */
export function ackOf({ logId, detail }: FrameHead): Buffer {
  return encode([
    [2, logId],
    [7, 'ack'],
    [8, detail],
  ])
}

function frame(
  logId: bigint,
  type: string,
  payload: Uint8Array,
  headers: Readonly<Record<string, string>>,
): Buffer {
  return encode([
    [1, 1],
    [2, logId],
    [3, 8888],
    [4, 8],
    ...Object.entries(headers).map(([key, value]) => {
      const header: Fields = [
        [1, key],
        [2, value],
      ]
      return [5, encode(header)] as const
    }),
    [6, 'pb'],
    [7, type],
    [8, payload],
  ])
}

function varint(value: bigint | number): Buffer {
  const bytes: number[] = []
  let rest = BigInt(value)
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
  return Buffer.from([...bytes, Number(rest)])
}
