import type { Draft } from '../../../proto/feed/index.ts'
import type {
  Connection,
  Cursor,
  EndMeanings,
  Limit,
  LiveState,
  Login,
  RoomHandle,
} from '../../platform/connector.ts'
import type { Effect } from '../../platform/platform.ts'
import type { Attempts } from './delay.ts'
import { noAttempts } from './delay.ts'
import type { Failure } from './failure.ts'

/** The state of a source: its phase, and its memory across phases. Plain data. */
export interface State {
  readonly phase: Phase
  readonly memory: Memory
}

/** The phase of a source. Each waits for something: an answer, a socket or a timer. */
export type Phase =
  | { readonly name: 'idle' }
  | { readonly name: 'resolving' }
  | { readonly name: 'opening'; readonly ticket: RoomHandle }
  | { readonly name: 'dialing'; readonly held: OpenConnection }
  /** The socket is open and waits until the platform accepts it. */
  | { readonly name: 'greeting'; readonly held: OpenConnection }
  | Live
  | { readonly name: 'waiting'; readonly next: Next; readonly failure: Failure }
  /** The room does not broadcast; it is polled from time to time. */
  | { readonly name: 'offline'; readonly ticket?: RoomHandle; readonly failure: Failure }
  | { readonly name: 'stopped' }

/** The phase in which the room is connected. */
export interface Live {
  readonly name: 'live'
  readonly held: OpenConnection
  /** The heartbeat interval; the server may change it. */
  readonly heartbeatMs?: number
  /** The heartbeat to send, if the server requires another than that of the connector. */
  readonly heartbeatBytes?: Uint8Array
  /** The reason of the running poll. */
  readonly check?: Check
  /** The number of successive answers that it is not live. */
  readonly offlines: number
  /** True once a message was handled on this socket. */
  readonly proven: boolean
}

/**
 * `routine`: the interval has passed; `quiet`: no messages; `ended`: the platform reported the end.
 */
export type Check = 'routine' | 'quiet' | 'ended'

/** An open connection, whether or not a socket uses it now. */
export interface OpenConnection {
  readonly ticket: RoomHandle
  readonly connection: Connection
  /** The generation in which it was requested; its keep-alives carry it. */
  readonly generation: number
  /** The number of failed sockets since one of it last worked. */
  readonly misses: number
  /** True after the name of one of its hosts could not be resolved. */
  readonly unresolved?: true
}

/** The step after a wait. */
export type Next =
  | { readonly step: 'resolve' }
  | { readonly step: 'open'; readonly ticket: RoomHandle }
  | { readonly step: 'dial'; readonly held: OpenConnection }

/** A limit that only a message can show. */
export type ObservedLimit = Extract<Limit, Effect['kind']>

/** Returns true if an effect reports such a limit. */
export function isObservedLimit<T extends Effect>(
  effect: T,
): effect is T & { readonly kind: ObservedLimit } {
  return effect.kind === 'masked' || effect.kind === 'anonymous'
}

/** The memory across phases. */
export interface Memory {
  readonly traits: Traits
  /**
   * Counts phases. Every request, socket and timer carries the number of the phase that began it;
   * an input of an older one is an orphan.
   */
  readonly generation: number
  readonly attempts: Attempts
  /** The number of sockets dialed so far: selects the host. */
  readonly dials: number
  /** The number of handshakes refused so far: selects the signer. */
  readonly refusals: number
  readonly cursor?: Cursor
  /** The limits that messages have shown since the connection was opened. */
  readonly hides: readonly ObservedLimit[]
  /** The login for which the site withholds a part of the chat. */
  readonly sampled?: { readonly login: Login | undefined }
  /** The last announcements to the feed, which are not repeated. */
  readonly announced: { readonly source?: SourceDraft; readonly room?: RoomDraft }
}

/** The abilities of a connector, as far as they decide anything. */
export interface Traits {
  readonly polls: boolean
  readonly listens: 'while-live' | 'always'
  readonly unofficial?: true
}

/** An input of the machine. */
export type Input =
  | { readonly on: 'start' }
  | { readonly on: 'stop' }
  | { readonly on: 'resolved'; readonly generation: number; readonly ticket: RoomHandle }
  | { readonly on: 'opened'; readonly generation: number; readonly connection: Connection }
  | { readonly on: 'polled'; readonly generation: number; readonly live: LiveState }
  | { readonly on: 'kept'; readonly generation: number }
  | {
      readonly on: 'failed'
      readonly generation: number
      readonly request: Request
      readonly failure: Failure
    }
  | { readonly on: 'connected'; readonly generation: number }
  | { readonly on: 'disconnected'; readonly generation: number; readonly failure: Failure }
  /** A frame was received and read; `messages` is their number, understood or not. */
  | {
      readonly on: 'read'
      readonly generation: number
      readonly messages: number
      /** The announcement of the platform itself about the broadcast. */
      readonly room?: RoomDraft
      readonly effects: readonly Effect[]
    }
  /** The result of a measurement: `sampled` is true if the site withholds a part of the chat. */
  | { readonly on: 'measured'; readonly generation: number; readonly sampled: boolean }
  | { readonly on: 'due'; readonly generation: number; readonly timer: TimerName }

/** Requests to a site. Each is answered once, or fails once. */
export type Request = 'resolve' | 'open' | 'poll' | 'keep-alive'

/** Timers: one of each name at a time, setting it again moves it. */
export type TimerName =
  | 'retry'
  | 'poll'
  | 'greeting'
  | 'receive'
  | 'heartbeat'
  | 'steady'
  | 'quiet'
  | 'keep-alive'

/** An action of the machine. They are carried out in order, all of them at once. */
export type Action =
  | { readonly do: 'resolve'; readonly generation: number }
  | {
      readonly do: 'open'
      readonly generation: number
      readonly ticket: RoomHandle
      readonly refusals: number
      readonly cursor?: Cursor
    }
  | { readonly do: 'poll'; readonly generation: number; readonly ticket: RoomHandle }
  | { readonly do: 'keep-alive'; readonly generation: number; readonly connection: Connection }
  | { readonly do: 'end'; readonly connection: Connection }
  | {
      readonly do: 'dial'
      readonly generation: number
      readonly url: string
      readonly headers: Readonly<Record<string, string>>
      readonly endMeanings?: EndMeanings
    }
  | { readonly do: 'send'; readonly bytes: Uint8Array }
  /** Closes the socket: with a close frame, then by force. */
  | { readonly do: 'hang-up' }
  | {
      readonly do: 'set-timer'
      readonly timer: TimerName
      readonly generation: number
      readonly delayMs: number
    }
  | { readonly do: 'clear-timers'; readonly timers: readonly TimerName[] }
  | { readonly do: 'publish'; readonly draft: SourceDraft | RoomDraft }

/** The `source` event of the feed before it has a position. */
export type SourceDraft = Extract<Draft, { readonly type: 'source' }>

/** The `room` event of the feed before it has a position. */
export type RoomDraft = Extract<Draft, { readonly type: 'room' }>

/** The result of a step. */
export type Step = readonly [State, readonly Action[]]

/** The time of a step (epoch milliseconds, for display only) and a draw from 0 to 1 for it. */
export interface Moment {
  readonly at: number
  readonly jitter: number
}

/** Returns the state before the start; with the cursor of an earlier run, if there is one. */
export function idleState(traits: Traits, cursor?: Cursor): State {
  const memory = {
    traits,
    generation: 0,
    attempts: noAttempts,
    dials: 0,
    refusals: 0,
    hides: [],
    announced: {},
    ...(cursor === undefined ? {} : { cursor }),
  }
  return { phase: { name: 'idle' }, memory }
}
