import {
  type FeedEvent,
  type FeedFrame,
  parsePosition,
  parseRoomId,
  type RawMessage,
} from '../../../proto/feed/index.ts'
import { checkEvent, type Checked } from './check-event.ts'
import { deepestJson, isDeep } from '../../lib/net/bounded-json.ts'

/** A message of another relay's feed, parsed as far as this relay depends on it. */
export type Told =
  | { readonly is: 'event'; readonly event: FeedEvent }
  | { readonly is: 'frame'; readonly frame: FeedFrame }
  | { readonly is: 'raw'; readonly raw: RawMessage }
  /** A frame of newer relays. */
  | { readonly is: 'unknown'; readonly name: string }
  | { readonly is: 'garbage'; readonly detail: string; readonly data?: Fields }

// The longest event, a board of a hundred rows with pictures, has less than half of that.
const maxEventBytes = 64 * 1024

/** Parses one message: JSON text, as the stream of a relay sends it. */
export function parseMessage(text: string): Told {
  // Deeply nested data would overflow the stack when it is serialized again later.
  if (isDeep(text)) return garbage(`more than ${deepestJson} levels of nesting`)
  const value = parseJson(text)
  if (!isRecord(value)) return garbage('no JSON object')
  if ('frame' in value) return frameOf(value)
  if (isLong(text)) return garbage('a message of more than 64 KiB')
  if (value['type'] === 'raw') return rawOf(value)
  const checked = checkedEvent(value)
  // An event of a newer type is valid: it has its position, and newer clients can read it.
  return 'event' in checked
    ? { is: 'event', event: checked.event as unknown as FeedEvent }
    : { ...garbage(checked.defect), data: value }
}

function isLong(text: string): boolean {
  if (text.length * 3 <= maxEventBytes) return false // a UTF-16 unit has at most three bytes in UTF-8
  return new TextEncoder().encode(text).length > maxEventBytes
}

type Fields = Readonly<Record<string, unknown>>

/** Checks the envelope of an event, and the event by the schema of its type. */
function checkedEvent(event: Fields): Checked {
  const wrong = envelope.find(([, isSound]) => !isSound(event))
  return wrong ? { defect: `an event without ${wrong[0]}` } : checkEvent(event)
}

const envelope: readonly (readonly [what: string, isSound: (event: Fields) => boolean])[] = [
  ['a type', ({ type }) => typeof type === 'string' && /^[a-z-]{1,32}$/.test(type)],
  ['a position', ({ seq }) => isCount(seq) && seq > 0],
  ['an id', ({ id }) => typeof id === 'string' && id !== '' && id.length <= 256],
  ['a source', ({ source }) => typeof source === 'string' && isSource(source)],
  ['a time', ({ at }) => isCount(at)],
  ['a sum', ({ type, value }) => isSum(value, paid.has(String(type)))],
  ['a whole user', ({ user }) => user === undefined || isRecord(user)],
  [
    'a board and its rows',
    ({ type, board, rows }) =>
      type !== 'rank' || (typeof board === 'string' && Array.isArray(rows) && rows.every(isRecord)),
  ],
]

// The relay and the clients add up the sums of these types.
const paid: ReadonlySet<string> = new Set(['gift', 'superchat'])

function isSum(value: unknown, needed: boolean): boolean {
  if (value === undefined) return !needed
  if (!isRecord(value)) return false
  const { amount, unit, cents } = value
  return isCount(amount) && typeof unit === 'string' && (cents === undefined || isCount(cents))
}

function frameOf(value: Fields): Told {
  const { frame } = value
  if (typeof frame !== 'string') return garbage('a frame without a name')
  if (!Object.hasOwn(frames, frame)) return { is: 'unknown', name: frame.slice(0, 40) }
  const sound = frames[frame as FeedFrame['frame']](value)
  return sound ? { is: 'frame', frame: value as unknown as FeedFrame } : garbage(`a bad ${frame}`)
}

/** Returns true if a frame has the fields of its name. */
const frames: Readonly<Record<FeedFrame['frame'], (value: Fields) => boolean>> = {
  hello: ({ v, room, epoch, seq, head, resumed, state }) =>
    v === 1 &&
    typeof room === 'string' &&
    isPosition(epoch, seq) &&
    isCount(head) &&
    typeof resumed === 'boolean' &&
    Array.isArray(state) &&
    state.every((event) => isRecord(event) && 'event' in checkedEvent(event)),
  gap: ({ from, to, reason, epoch }) =>
    isCount(from) && isCount(to) && (reason === 'epoch' ? isPosition(epoch, to) : true),
  head: ({ seq }) => isCount(seq),
  skip: ({ from, to }) => isCount(from) && isCount(to),
}

function rawOf(value: Fields): Told {
  if (typeof value['method'] !== 'string') return garbage('a raw message without a method')
  return { is: 'raw', raw: value as unknown as RawMessage }
}

function garbage(detail: string): Extract<Told, { readonly is: 'garbage' }> {
  return { is: 'garbage', detail }
}

function isPosition(epoch: unknown, seq: unknown): boolean {
  return typeof epoch === 'string' && isCount(seq) && parsePosition(`${epoch}:${seq}`) !== undefined
}

function isSource(text: string): boolean {
  return parseRoomId(text)?.kind === 'source'
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined // a fault, counted by the caller
  }
}
