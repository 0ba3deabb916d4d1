import type {
  Draft,
  FeedEvent,
  FeedFrame,
  GapFrame,
  HelloFrame,
} from '../../../proto/feed/index.ts'
import type { Effect, Reading, ReadContext } from '../platform.ts'
import { parseMessage, type Told } from './message.ts'

/** The content of a message, and the message itself. */
export interface FeedReading extends Reading {
  readonly told: Told
  /** The message as it was received. */
  readonly line: string
}

/**
 * Reads one message of another relay. Its ids, times, sources and gift counts stay unchanged; only
 * position and arrival are assigned here.
 */
export function read(frame: Uint8Array, { utf8 }: Pick<ReadContext, 'utf8'>): FeedReading {
  const line = utf8(frame)
  const told = parseMessage(line)
  return { ...readTold(told), told, line }
}

/** Returns true for a reading of this platform. */
export function isFeedReading(reading: Reading): reading is FeedReading {
  return 'told' in reading
}

/** Reads a parsed message. */
export function readTold(told: Told): Reading {
  switch (told.is) {
    case 'event':
      return { ...nothing, events: [draftOf(told.event)], effects: [reached(told.event.seq)] }
    case 'frame':
      return readFrame(told.frame)
    case 'raw': {
      const { method, data } = told.raw
      return { ...nothing, raws: [{ method, data }] }
    }
    case 'unknown':
      return { ...nothing, effects: [{ kind: 'ignored', method: told.name }] }
    case 'garbage':
      return { ...nothing, ...rawOf(told), faults: [{ kind: 'bad-message', detail: told.detail }] }
  }
}

/** Returns the received data of an unreadable message, unchanged. */
function rawOf({ data }: Extract<Told, { readonly is: 'garbage' }>): Pick<Reading, 'raws'> {
  return { raws: data === undefined ? [] : [{ method: 'feed', data }] }
}

const nothing: Reading = { drafts: [], raws: [], effects: [], faults: [] }

const tooSlow = 'we read too slowly; going on from the same place'

function readFrame(frame: FeedFrame): Reading {
  switch (frame.frame) {
    case 'hello':
      return readHello(frame)
    case 'gap': {
      const { to, epoch } = frame
      return { ...nothing, events: [lossOf(frame)], effects: [reached(to, epoch)] }
    }
    case 'head':
      return { ...nothing, effects: [reached(frame.seq)] }
    case 'skip':
      return { ...nothing, effects: [{ kind: 'closing', reason: tooSlow }] }
  }
}

/**
 * Reads `hello`. The relay always requests the events after a position, so a stream that does not
 * begin there must send a gap: the cursor stays until that has come.
 */
function readHello({ epoch, seq, resumed, state }: HelloFrame): Reading {
  // Newer events follow in their order; older ones are in the room already.
  const events = state.filter((event) => event.seq <= seq).map(draftOf)
  return { ...nothing, events, effects: resumed ? [reached(seq, epoch)] : [] }
}

function reached(seq: number, epoch?: string): Effect {
  return { kind: 'cursor', cursor: String(seq), ...(epoch === undefined ? {} : { detail: epoch }) }
}

function draftOf(event: FeedEvent): Draft {
  const { v: _, seq: _seq, room: _room, receivedAt: _receivedAt, via: _via, ...draft } = event
  return draft
}

/** Returns the notice of a gap. If the epoch has ended, the size of the loss is unknown. */
function lossOf({ from, to, reason }: GapFrame): Draft {
  const count = reason === 'epoch' ? {} : { count: Math.max(0, to - from + 1) }
  return { type: 'notice', code: 'events-lost', level: 'warning', ...count }
}
