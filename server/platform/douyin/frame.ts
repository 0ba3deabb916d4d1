import { PushFrame, Response } from '../../../proto/gen/douyin.js'
import type { Effect, Fault, FaultKind, ReadTools } from '../platform.ts'
import { decode } from './message.ts'

/** What a frame holds: messages that are still to be decoded, and what it asks of the connection. */
export interface Unpacked {
  /** Of the server's clock; `now` is zero where the frame does not tell it. */
  readonly now: Response['now']
  readonly messages: readonly Uint8Array[]
  readonly effects: readonly Effect[]
  readonly faults: readonly Fault[]
}

// Whatever the server wishes: without a heartbeat for 20 to 30 s it drops a quiet room's socket.
const longestHeartbeatMs = 15_000
const { now: unknownNow } = new Response()

/** Takes a frame apart. Only `msg` frames hold messages. Pure; never throws. */
export function unpack(bytes: Uint8Array, tools: ReadTools): Unpacked {
  const frame = decode(PushFrame, bytes)
  if (!frame.ok) return broken('bad-frame', frame.detail)
  switch (frame.message.payloadType) {
    case 'msg':
      return unpackPush(frame.message, tools)
    case 'hb':
      return told({ kind: 'heartbeat-reply' })
    case 'close':
      return told({ kind: 'closing' })
    case 'ack':
      return told()
    default:
      return broken('unexpected', `payload type ${JSON.stringify(frame.message.payloadType)}`)
  }
}

function unpackPush(frame: PushFrame, { inflate, utf8 }: ReadTools): Unpacked {
  const body = isPacked(frame)
    ? inflate('gzip', frame.payload)
    : { ok: true as const, bytes: frame.payload }
  if (!body.ok) return broken(body.fault, body.detail)
  const decoded = decode(Response, body.bytes)
  if (!decoded.ok) return broken('bad-frame', decoded.detail)
  const response = decoded.message
  const effects = [
    ...acknowledge(frame, response),
    ...cursorOf(frame, response, utf8),
    ...heartbeatOf(response),
  ]
  return { now: response.now, messages: response.messages, effects, faults: [] }
}

/** Not every frame is packed, and not every packed one says so. */
function isPacked(frame: PushFrame): boolean {
  const [first, second] = frame.payload
  return headerOf(frame, 'compress_type') === 'gzip' || (first === 0x1f && second === 0x8b)
}

/** The answer upstream waits for: `internal_ext` byte for byte, under the frame's own log id. */
function acknowledge({ logId }: PushFrame, { needAck, internalExt }: Response): readonly Effect[] {
  if (!needAck) return []
  const reply = { logId, payloadType: 'ack', payload: internalExt }
  return [{ kind: 'reply', bytes: PushFrame.encode(reply).finish() }]
}

/** The header is that of this push, the body that of an earlier fetch, so the header wins. */
function cursorOf(
  frame: PushFrame,
  response: Response,
  utf8: ReadTools['utf8'],
): readonly Effect[] {
  const cursor = headerOf(frame, 'im-cursor') || response.cursor
  const detail = headerOf(frame, 'im-internal_ext') || utf8(response.internalExt)
  return cursor === '' ? [] : [{ kind: 'cursor', cursor, detail }]
}

function heartbeatOf({ heartbeatDuration }: Response): readonly Effect[] {
  const intervalMs = heartbeatDuration.toNumber() * 1000
  if (!(intervalMs > 0)) return []
  return [{ kind: 'heartbeat-interval', intervalMs: Math.min(intervalMs, longestHeartbeatMs) }]
}

/** Headers stand in no particular order. */
function headerOf({ headers }: PushFrame, name: string): string {
  return headers.find(({ key }) => key === name)?.value ?? ''
}

function told(...effects: readonly Effect[]): Unpacked {
  return { now: unknownNow, messages: [], effects, faults: [] }
}

function broken(kind: FaultKind, detail: string): Unpacked {
  return { now: unknownNow, messages: [], effects: [], faults: [{ kind, detail }] }
}
