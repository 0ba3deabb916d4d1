import type { Raw } from '../../../proto/feed/index.ts'
import type { Effect, Fault, PlatformDraft, Reading, ReadContext } from '../platform.ts'
import { isDeep } from '../../lib/net/bounded-json.ts'
import { deliveryOf } from './delivery.ts'
import { isObject, textOf } from '../json/field.ts'
import { operations } from './packet.ts'
import { unpack } from './unpack.ts'

/**
 * The meaning of one command: its events (none without news), or effects on the connection.
 * Undefined if its shape is unknown.
 */
export type Normalized = readonly (PlatformDraft | Effect)[] | Effect | SetAside | undefined

/** A known message without an event: counted, and published on the diagnostic side stream. */
export type SetAside = 'set-aside'

/** A parsed command message. Some commands keep their fields in `data`, some beside it. */
export type Command = Readonly<Record<string, unknown>>

/** Reads one kind of message. Pure; never throws. */
export type Normalize = (command: Command, tools: ReadContext) => Normalized

/** The normalizers of one platform. */
export interface Vocabulary {
  readonly normalizers: ReadonlyMap<string, Normalize>
  /** Returns true for known commands that are left out on purpose; most are not even parsed. */
  readonly isIgnored: (method: string) => boolean
}

/** A {@link Reading} under construction. */
interface ReadingBuilder {
  readonly drafts: PlatformDraft[]
  readonly raws: Raw[]
  readonly effects: Effect[]
  readonly faults: Fault[]
}

/** Reads one frame with the normalizers of one platform. */
export function readFrame(frame: Uint8Array, tools: ReadContext, vocabulary: Vocabulary): Reading {
  const builder: ReadingBuilder = { drafts: [], raws: [], effects: [], faults: [] }
  const context = { builder, tools, vocabulary }
  unpack(frame, tools.inflate, {
    fault: (fault) => builder.faults.push(fault),
    packet: (operation, bytes, from, to) => {
      switch (operation) {
        case operations.message:
          if (to - from > maxMessageBytes) return void builder.faults.push(tooLong)
          return readMessage(tools.utf8(bytes, from, to), context)
        case operations.heartbeatReply:
          builder.effects.push(heartbeatReply(bytes.subarray(from, to)))
          return
        case operations.authenticateReply:
          return readAuthenticateReply(tools.utf8(bytes, from, to), builder)
        default:
          builder.faults.push({ kind: 'unexpected', detail: `operation ${operation}` })
      }
    },
  })
  return builder
}

// The longest message that is not left out has a tenth of this.
const maxMessageBytes = 512 * 1024
const tooLong: Fault = {
  kind: 'too-big',
  detail: `more than ${maxMessageBytes} bytes in a message`,
}

interface Context {
  readonly builder: ReadingBuilder
  readonly tools: ReadContext
  readonly vocabulary: Vocabulary
}

function readMessage(text: string, { builder, tools, vocabulary }: Context): void {
  const glimpse = glimpseMethod(text)
  if (glimpse !== undefined && vocabulary.isIgnored(glimpse) && !text.includes(awaited)) {
    builder.effects.push({ kind: 'ignored', method: glimpse })
    return
  }
  const command = parseObject(text)
  const method = methodOf(command?.['cmd'])
  if (command === undefined || method === undefined)
    return noteWithoutMethod(text, command, builder)
  if (isRepeated(command, method, { builder, tools })) return
  if (vocabulary.isIgnored(method)) {
    builder.effects.push({ kind: 'ignored', method })
    return
  }
  const normalize = vocabulary.normalizers.get(method)
  if (normalize) note({ method, data: command }, normalize(command, tools), builder)
  else builder.raws.push({ method, data: command })
}

// The text of the field as the server writes it; a message that is left out is not parsed
// otherwise.
const awaited = '"p_is_ack":true'

/** Acknowledges a message if required. Returns true if it was delivered before. */
function isRepeated(
  command: Command,
  method: string,
  { builder, tools }: Pick<Context, 'builder' | 'tools'>,
): boolean {
  const { id, acknowledgement } = deliveryOf(command)
  if (acknowledgement) builder.effects.push({ kind: 'reply', bytes: acknowledgement })
  if (id === undefined || tools.isNewMessage?.(id) !== false) return false
  builder.effects.push({ kind: 'redelivered', method })
  return true
}

/** Returns true for an internal update of Bilibili, sent to each room about every six minutes. */
function isNoise(command: Command): boolean {
  return 'mtime' in command && 'scatter' in command && !('cmd' in command)
}

function noteWithoutMethod(
  text: string,
  command: Command | undefined,
  builder: ReadingBuilder,
): void {
  if (command && isNoise(command)) {
    builder.effects.push({ kind: 'ignored', method: noMethod })
    return
  }
  const detail = command ? 'a message without `cmd`' : `${text.length} characters, no JSON object`
  builder.faults.push({ kind: 'bad-message', detail })
  if (command) builder.raws.push({ method: noMethod, data: command })
}

// The method of a message without `cmd`.
const noMethod = 'nameless'

function note(raw: Raw, meaning: Normalized, builder: ReadingBuilder): void {
  const { method } = raw
  if (meaning === undefined) {
    builder.faults.push({ kind: 'bad-message', method, detail: 'not the shape we know' })
    builder.raws.push(raw)
  } else if (meaning === 'set-aside') {
    builder.effects.push({ kind: 'ignored', method })
    builder.raws.push(raw)
  } else if ('kind' in meaning) {
    builder.effects.push(meaning)
  } else if (meaning.length === 0) {
    builder.effects.push({ kind: 'ignored', method })
  } else {
    for (const one of meaning) {
      if ('type' in one) builder.drafts.push(one)
      else builder.effects.push(one)
    }
  }
}

const opening = '{"cmd":"'
const longestMethod = 64

/** Returns the command's name without parsing if it stands first, as it nearly always does. */
function glimpseMethod(text: string): string | undefined {
  if (!text.startsWith(opening)) return undefined
  const end = text.indexOf('"', opening.length)
  if (end < 0 || end > opening.length + longestMethod) return undefined
  return methodOf(text.slice(opening.length, end))
}

/** Returns the name without the part after a colon, which describes the sampling or the sending. */
function methodOf(cmd: unknown): string | undefined {
  const name = textOf(cmd)
  if (name === undefined) return undefined
  const colon = name.indexOf(':')
  return textOf(colon < 0 ? name : name.slice(0, colon))
}

function heartbeatReply(body: Uint8Array): Effect {
  if (body.length < 4) return { kind: 'heartbeat-reply' }
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  return { kind: 'heartbeat-reply', popularity: view.getUint32(0) }
}

function readAuthenticateReply(text: string, { effects, faults }: ReadingBuilder): void {
  const reply = parseObject(text)
  const code = reply?.['code']
  if (typeof code !== 'number') {
    faults.push({ kind: 'bad-message', detail: 'an authentication reply without a code' })
  } else if (code === 0) {
    effects.push({ kind: 'authenticated' })
  } else {
    const reason = textOf(reply?.['message']) ?? 'the server refused the token'
    effects.push({ kind: 'refused', code, reason })
  }
}

// Shorter texts cannot be deep enough to be slow; the hub limits the depth of published data again.
const shallowChars = 8192

function parseObject(text: string): Command | undefined {
  if (!text.startsWith('{')) return undefined
  if (text.length > shallowChars && isDeep(text)) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    // The error quotes the text of a viewer, so it must not reach a log.
    return undefined
  }
}
