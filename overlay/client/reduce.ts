import type {
  FeedEvent,
  FeedFrame,
  FeedMessage,
  HelloFrame,
  Position,
  RankEvent,
  RoomEvent,
  SourceEvent,
  StatsEvent,
} from '../../proto/feed/index.ts'

/** The status of a client. */
export type Status =
  /** A socket is opening, or open and still without its `hello`. */
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /**
   * The connection was lost with this close code (0 if there was none), or the handshake with this
   * HTTP status; the next try is after `delayMs`.
   */
  | {
      readonly kind: 'waiting'
      readonly code: number
      readonly reason: string
      readonly delayMs: number
    }
  /**
   * The server refused with this close code or HTTP status, for a reason that only a person can fix;
   * tried again only if `delayMs` is set.
   */
  | {
      readonly kind: 'refused'
      readonly code: number
      readonly reason: string
      readonly delayMs?: number
    }
  | { readonly kind: 'closed' }

/** The newest facts about one source. */
export interface SourceFacts {
  readonly source?: SourceEvent
  readonly room?: RoomEvent
  readonly stats?: StatsEvent
}

/** The state of a room as a client knows it, apart from the events themselves. */
export interface FeedState {
  readonly status: Status
  /** The room as the server names it, after its hello. */
  readonly room?: string
  /**
   * The position up to which everything was delivered or reported as lost; a reconnect resumes
   * after it.
   */
  readonly position?: Position
  /**
   * The position of the current stream. It differs from `position` only while a hello that could
   * not resume has not been followed by its gap frame: after a cut there the gap must be reported
   * again.
   */
  readonly cursor?: Position
  /** The newest position at the start of the current connection: events up to it are not live. */
  readonly caughtUpAt: number
  /** By source, `platform:ref`. */
  readonly sources: Readonly<Record<string, SourceFacts>>
  /** By source and board. */
  readonly ranks: Readonly<Record<string, RankEvent>>
  /** The number of times the server could not deliver everything. */
  readonly gaps: number
  /** The number of events lost in those gaps. */
  readonly missed: number
  /** The number of droppable events that a slow reader did not get. */
  readonly skipped: number
  /** The number of invalid messages. */
  readonly faults: number
}

/** An input that changes a {@link FeedState}. */
export type Input =
  | { readonly kind: 'status'; readonly status: Status }
  | { readonly kind: 'message'; readonly message: FeedMessage }
  | { readonly kind: 'fault' }

/** The state before the first connection. */
export const initialState: FeedState = {
  status: { kind: 'connecting' },
  caughtUpAt: 0,
  sources: {},
  ranks: {},
  gaps: 0,
  missed: 0,
  skipped: 0,
  faults: 0,
}

/** Returns the state after an input. */
export function reduce(state: FeedState, input: Input): FeedState {
  switch (input.kind) {
    case 'status':
      return { ...state, status: input.status }
    case 'fault':
      return { ...state, faults: state.faults + 1 }
    case 'message':
      return afterMessage(state, input.message)
  }
}

/** Returns true if an event is not after the position of the stream: it was delivered before. */
export function seen({ cursor }: FeedState, event: FeedEvent): boolean {
  return cursor !== undefined && event.seq <= cursor.seq
}

function afterMessage(state: FeedState, message: FeedMessage): FeedState {
  if ('frame' in message) return afterFrame(state, message)
  if (message.type === 'raw' || seen(state, message)) return state
  return withFacts(advanced(state, message.seq), message)
}

function afterFrame(state: FeedState, frame: FeedFrame): FeedState {
  switch (frame.frame) {
    case 'hello':
      return afterHello(state, frame)
    case 'head':
      return advanced(state, frame.seq)
    case 'skip':
      return { ...state, skipped: state.skipped + sum(Object.values(frame.counts)) }
    case 'gap': {
      const missed = state.missed + Math.max(0, frame.to - frame.from + 1)
      const counted = { ...state, gaps: state.gaps + 1, missed }
      if (frame.reason !== 'epoch') return advanced(counted, frame.to)
      const { epoch, to: seq } = frame
      return epoch === undefined ? counted : placed(counted, { epoch, seq })
    }
  }
}

function afterHello(
  state: FeedState,
  { room, epoch, seq, head, resumed, state: facts }: HelloFrame,
): FeedState {
  const before = state.position
  const owesGap = !resumed && before && (before.epoch !== epoch || before.seq < seq)
  const cursor = { epoch, seq }
  const fresh: FeedState = {
    ...state,
    status: { kind: 'open' },
    room,
    cursor,
    position: owesGap ? before : cursor,
    caughtUpAt: head,
    sources: {},
    ranks: {},
  }
  return facts.reduce(withFacts, fresh)
}

function advanced(state: FeedState, seq: number): FeedState {
  const { cursor } = state
  return cursor && seq >= cursor.seq ? placed(state, { ...cursor, seq }) : state
}

function placed(state: FeedState, cursor: Position): FeedState {
  return { ...state, cursor, position: cursor }
}

function withFacts(state: FeedState, event: FeedEvent): FeedState {
  if (event.type === 'rank') {
    return { ...state, ranks: { ...state.ranks, [`${event.source} ${event.board}`]: event } }
  }
  if (event.type !== 'source' && event.type !== 'room' && event.type !== 'stats') return state
  const before = state.sources[event.source]
  // A `stats` event may hold some figures only; those it omits stay valid, as in `hello`.
  const fact = event.type === 'stats' ? { ...before?.stats, ...event } : event
  const facts: SourceFacts = { ...before, [event.type]: fact }
  return { ...state, sources: { ...state.sources, [event.source]: facts } }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
