import type { Raw } from '../../../proto/feed/index.ts'
import type { Effect, Fault, PlatformDraft, Reading, ReadContext } from '../platform.ts'
import { toBase64 } from '../../lib/bytes/encoding.ts'
import type { Envelope, Outcome } from './envelope.ts'
import { idOf } from './field.ts'
import { unpack } from './frame.ts'
import { feedId } from './id.ts'
import { ignored } from './ignored.ts'
import { maxMessageBytes } from './limit.ts'
import { decodeMessage, type Message } from './message.ts'
import { normalizers } from './normalizers.ts'

/** A {@link Reading} under construction. */
interface ReadingBuilder {
  readonly drafts: PlatformDraft[]
  readonly raws: Raw[]
  readonly effects: Effect[]
  readonly faults: Fault[]
}

/** Reads one WebSocket message of the push service. Pure except for its context; never throws. */
export function read(frame: Uint8Array, tools: ReadContext): Reading {
  const { effects, faults, messages, now } = unpack(frame, tools)
  const builder: ReadingBuilder = {
    drafts: [],
    raws: [],
    effects: [...effects],
    faults: [...faults],
  }
  for (const bytes of messages) {
    if (bytes.length > maxMessageBytes) {
      builder.faults.push({ kind: 'too-big', detail: `a message of ${bytes.length} bytes` })
      continue
    }
    const decoded = decodeMessage(bytes)
    if (decoded.ok) readMessage(decoded.message, { builder, tools, now })
    else builder.faults.push({ kind: 'bad-message', detail: decoded.detail })
  }
  return builder
}

interface Context {
  readonly builder: ReadingBuilder
  readonly tools: ReadContext
  readonly now: Envelope['now']
}

function readMessage({ method, msgId, payload }: Message, { now, builder, tools }: Context): void {
  const id = idOf(msgId)
  const kind = leftOutAs(method, id, tools)
  if (kind) {
    builder.effects.push({ kind, method })
    return
  }
  const eventId = id === undefined ? undefined : feedId(id)
  const decoded = normalizers.get(method)?.(payload, { id: eventId, now, mask: tools.mask })
  const meaning = decoded?.ok ? decoded.message : undefined
  if (Array.isArray(meaning)) return note(method, meaning, builder)
  // A message that cannot be read goes out unchanged, also if its method is known.
  builder.raws.push({ method, data: toBase64(payload) })
  if (method === '') builder.faults.push({ kind: 'bad-message', detail: 'a message of no method' })
  if (!decoded || meaning === 'raw') return
  const detail = decoded.ok ? 'not the shape we know' : decoded.detail
  builder.faults.push({ kind: 'bad-message', method, detail })
}

function leftOutAs(
  method: string,
  id: string | undefined,
  { isNewMessage }: ReadContext,
): 'redelivered' | 'ignored' | undefined {
  // The server repeats messages without an acknowledgement, and its last messages after a
  // reconnect.
  if (id !== undefined && isNewMessage?.(id) === false) return 'redelivered'
  return ignored.has(method) ? 'ignored' : undefined
}

function note(method: string, meaning: Outcome, builder: ReadingBuilder): void {
  if (meaning.length === 0) builder.effects.push({ kind: 'ignored', method })
  for (const one of meaning) {
    if ('type' in one) builder.drafts.push(one)
    else builder.effects.push(one)
  }
}
