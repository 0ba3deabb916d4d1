import type { Raw } from '../../../proto/feed/index.ts'
import type { Effect, Fault, PlatformDraft, Reading, ReadTools } from '../platform.ts'
import { base64Of } from './base64.ts'
import { type Envelope, type Meaning, platformName } from './envelope.ts'
import { idOf } from './field.ts'
import { unpack } from './frame.ts'
import { decodeMessage, type Message } from './message.ts'
import { leftOut, readers } from './table.ts'

/** A {@link Reading} while it is written. */
interface Sheet {
  readonly drafts: PlatformDraft[]
  readonly raws: Raw[]
  readonly effects: Effect[]
  readonly faults: Fault[]
}

/** Reads one WebSocket message of the push service. Pure; never throws. */
export function read(frame: Uint8Array, tools: ReadTools): Reading {
  const { effects, faults, messages, now } = unpack(frame, tools)
  const sheet: Sheet = { drafts: [], raws: [], effects: [...effects], faults: [...faults] }
  for (const bytes of messages) {
    const decoded = decodeMessage(bytes)
    if (decoded.ok) readMessage(decoded.message, { now, mask: tools.mask }, sheet)
    else sheet.faults.push({ kind: 'bad-message', detail: decoded.detail })
  }
  return sheet
}

function readMessage(message: Message, { now, mask }: Omit<Envelope, 'id'>, sheet: Sheet): void {
  const { method, payload, msgId } = message
  const reader = readers.get(method)
  if (!reader) {
    if (leftOut.has(method)) sheet.effects.push({ kind: 'ignored', method })
    else sheet.raws.push({ method, data: base64Of(payload) })
    return
  }
  const id = idOf(msgId)
  const feedId = id === undefined ? undefined : `${platformName}:${id}`
  const meaning = reader(payload, { id: feedId, now, mask })
  if (!meaning.ok) sheet.faults.push({ kind: 'bad-message', method, detail: meaning.detail })
  else if (meaning.message) note(meaning.message, sheet)
  else sheet.raws.push({ method, data: base64Of(payload) })
}

function note(meaning: NonNullable<Meaning>, sheet: Sheet): void {
  for (const one of meaning) {
    if ('type' in one) sheet.drafts.push(one)
    else sheet.effects.push(one)
  }
}
