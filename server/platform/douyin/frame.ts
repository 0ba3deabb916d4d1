import { PushFrame, Response } from '../../../proto/gen/douyin.js'
import type { Inflated } from '../../lib/bytes/inflate.ts'
import type { Effect, Fault, FaultKind, ReadContext } from '../platform.ts'
import { acknowledge, byteLinkHeartbeat, headerOf, speaksByteLink } from './answer.ts'
import { maxBodyBytes, mostHeaders, mostMessages, repeatsMoreThan } from './limit.ts'
import { decode } from './message.ts'

/** The content of a frame: messages to decode, and effects on the connection. */
export interface Unpacked {
  /** The time of the server's clock; `now` is zero if the frame has none. */
  readonly now: Response['now']
  readonly messages: readonly Uint8Array[]
  readonly effects: readonly Effect[]
  readonly faults: readonly Fault[]
}

// A limit for the interval of the server: without a heartbeat for 20 to 30 s it drops a quiet
// room's socket.
const longestHeartbeatMs = 15_000
const { now: unknownNow } = new Response()

// The numbers of fields that are counted before decoding.
const headersField = 5
const messagesField = 1

/** Reads the messages and effects of a frame. Only push frames contain messages. Never throws. */
export function unpack(bytes: Uint8Array, tools: ReadContext): Unpacked {
  if (bytes.length > maxBodyBytes) return tooBig()
  if (repeatsMoreThan(mostHeaders, headersField, bytes)) return tooMany(mostHeaders, 'headers')
  const frame = decode(PushFrame, bytes)
  if (!frame.ok) return broken('bad-frame', frame.detail)
  const { payloadType } = frame.message
  const signal = signals.get(payloadType)
  if (signal) return effectsOnly(signal)
  if (payloadType === 'msg') return unpackPush(frame.message, tools)
  if (silent.has(payloadType)) return effectsOnly()
  return unpackUnknown(frame.message, tools)
}

/** Wraps an HTTP answer, which contains the same uncompressed messages, into a frame. */
export function frameAround(answer: Uint8Array): Uint8Array {
  return PushFrame.encode({ payloadType: 'msg', payload: answer }).finish()
}

/** The effects of frames without messages, by payload type. */
const signals: ReadonlyMap<string, Effect> = new Map<string, Effect>([
  ['hb', { kind: 'heartbeat-reply' }],
  ['heartbeat', { kind: 'heartbeat-reply' }],
  ['ping', { kind: 'heartbeat-reply' }],
  ['pong', { kind: 'heartbeat-reply' }],
  ['close', { kind: 'closing' }],
  ['reconnect', { kind: 'closing', reason: 'the server asks for another connection' }],
])

const silent: ReadonlySet<string> = new Set(['ack', 'subscribe_ack'])

/** Reports a frame of an unknown type as a fault, and reads the messages in it. */
function unpackUnknown(frame: PushFrame, tools: ReadContext): Unpacked {
  const detail = `payload type ${JSON.stringify(frame.payloadType.slice(0, 40))}`
  const unexpected = broken('unexpected', detail)
  if (frame.payload.length === 0) return unexpected
  const read = unpackPush(frame, tools)
  return read.messages.length > 0
    ? { ...read, faults: [...read.faults, ...unexpected.faults] }
    : unexpected
}

function unpackPush(frame: PushFrame, tools: ReadContext): Unpacked {
  const body = bodyOf(frame, tools)
  if (!body.ok) return broken(body.fault, body.detail)
  if (body.bytes.length > maxBodyBytes) return tooBig()
  if (repeatsMoreThan(mostMessages, messagesField, body.bytes)) {
    return tooMany(mostMessages, 'messages')
  }
  const decoded = decode(Response, body.bytes)
  if (!decoded.ok) return broken('bad-frame', decoded.detail)
  const response = decoded.message
  const effects = [
    ...acknowledge(frame, response, tools),
    ...cursorOf(frame, response, tools),
    ...heartbeatOf(response),
    ...(speaksByteLink(frame, tools) ? [byteLinkHeartbeat] : []),
  ]
  return { now: response.now, messages: response.messages, effects, faults: [] }
}

/** Returns the body. Not every frame is packed, and not every packed one declares it. */
function bodyOf(frame: PushFrame, { inflate }: ReadContext): Inflated {
  const { payload } = frame
  const said = headerOf(frame, 'compress_type') || frame.payloadEncoding
  if (said === 'gzip' || beginsWith(payload, gzipMagic)) return inflate('gzip', payload)
  if (said === 'zstd' || beginsWith(payload, zstdMagic)) return inflate('zstd', payload)
  return { ok: true, bytes: payload }
}

const gzipMagic = [0x1f, 0x8b]
const zstdMagic = [0x28, 0xb5, 0x2f, 0xfd]

function beginsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte)
}

/**
 * Returns the cursor. The header is that of this push, the body that of an earlier fetch, so the
 * header wins.
 */
function cursorOf(frame: PushFrame, response: Response, { utf8 }: ReadContext): readonly Effect[] {
  const cursor = headerOf(frame, 'im-cursor') || response.cursor
  const detail = headerOf(frame, 'im-internal_ext') || utf8(response.internalExt)
  return cursor === '' ? [] : [{ kind: 'cursor', cursor, detail }]
}

function heartbeatOf({ heartbeatDuration }: Response): readonly Effect[] {
  const intervalMs = heartbeatDuration.toNumber() * 1000
  if (!(intervalMs > 0)) return []
  return [{ kind: 'heartbeat-interval', intervalMs: Math.min(intervalMs, longestHeartbeatMs) }]
}

function effectsOnly(...effects: readonly Effect[]): Unpacked {
  return { now: unknownNow, messages: [], effects, faults: [] }
}

function tooBig(): Unpacked {
  return broken('too-big', `more than ${maxBodyBytes} bytes in one frame`)
}

function tooMany(most: number, things: string): Unpacked {
  return broken('too-many', `more than ${most} ${things} in one frame`)
}

function broken(kind: FaultKind, detail: string): Unpacked {
  return { now: unknownNow, messages: [], effects: [], faults: [{ kind, detail }] }
}
