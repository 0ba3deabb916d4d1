import type { Draft } from '../../../proto/feed/index.ts'
import type {
  Closings,
  Connection,
  Cursor,
  Limit,
  LiveState,
  Login,
  RoomHandle,
} from '../../platform/connector.ts'
import type { Effect } from '../../platform/platform.ts'
import type { Attempts } from './delay.ts'
import { noAttempts } from './delay.ts'
import type { Failure } from './failure.ts'

/** Where a source stands, and what it remembers whatever it does. Plain data. */
export interface State {
  readonly phase: Phase
  readonly memory: Memory
}

/** What a source is doing. Each waits for something: an answer, a socket or a timer. */
export type Phase =
  | { readonly name: 'idle' }
  | { readonly name: 'resolving' }
  | { readonly name: 'opening'; readonly ticket: RoomHandle }
  | { readonly name: 'dialing'; readonly held: OpenConnection }
  /** The socket is open, and we wait for the platform to accept us. */
  | { readonly name: 'greeting'; readonly held: OpenConnection }
  | Live
  | { readonly name: 'waiting'; readonly next: Next }
  /** The room does not broadcast; it is asked now and then. */
  | { readonly name: 'offline'; readonly ticket?: RoomHandle }
  | { readonly name: 'stopped' }

/** We hear the room. */
export interface Live {
  readonly name: 'live'
  readonly held: OpenConnection
  /** How often heartbeats are due; the server may change it. */
  readonly heartbeatMs?: number
  /** The heartbeat to send, if the server requires another than that of the connector. */
  readonly heartbeatBytes?: Uint8Array
  /** Why the room is being asked right now whether it is live. */
  readonly check?: Check
  /** Answers in a row that it is not. */
  readonly offlines: number
  /** True once a message was handled on this socket. */
  readonly proven: boolean
}

/** `routine`: its time has come; `quiet`: no messages; `ended`: the platform said so. */
export type Check = 'routine' | 'quiet' | 'ended'

/** A connection that we have, whether or not a socket uses it now. */
export interface OpenConnection {
  readonly ticket: RoomHandle
  readonly connection: Connection
  /** The generation in which it was asked for; its keep-alives carry it. */
  readonly generation: number
  /** Sockets that came to nothing since one of it last worked. */
  readonly misses: number
  /** True after the name of one of its hosts could not be resolved. */
  readonly unresolved?: true
}

/** What to do after a wait. */
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

/** What outlives every phase. */
export interface Memory {
  readonly traits: Traits
  /**
   * Counts phases. Every request, socket and timer carries the number of the phase that began it;
   * what comes from an older one is an orphan.
   */
  readonly generation: number
  readonly attempts: Attempts
  /** Sockets dialed so far: takes the hosts in turn. */
  readonly dials: number
  /** Handshakes that were refused so far: takes those who sign in turn. */
  readonly refusals: number
  readonly cursor?: Cursor
  /** The limits that messages have shown since the connection was opened. */
  readonly hides: readonly ObservedLimit[]
  /** The login for which the site withholds a part of the chat. */
  readonly sampled?: { readonly login: Login | undefined }
  /** What the feed was told last, so that it is not told twice. */
  readonly told: { readonly source?: SourceDraft; readonly room?: RoomDraft }
}

/** What a connector can do, as far as it decides anything. */
export interface Traits {
  readonly polls: boolean
  readonly listens: 'while-live' | 'always'
  readonly unofficial?: true
}

/** What happened. */
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
  /** A frame came and was read; `messages` is how many it held, understood or not. */
  | {
      readonly on: 'read'
      readonly generation: number
      readonly messages: number
      /** What the platform itself said of the broadcast. */
      readonly room?: RoomDraft
      readonly effects: readonly Effect[]
    }
  /** The result of a measurement: `sampled` is true if the site withholds a part of the chat. */
  | { readonly on: 'measured'; readonly generation: number; readonly sampled: boolean }
  | { readonly on: 'due'; readonly generation: number; readonly timer: TimerName }

/** Questions to a site. Each is answered once, if only by a failure. */
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

/** What is to be done. In order, all of it at once. */
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
      readonly closings?: Closings
    }
  | { readonly do: 'send'; readonly bytes: Uint8Array }
  /** Leaves the socket: politely, then by force. */
  | { readonly do: 'hang-up' }
  | {
      readonly do: 'set-timer'
      readonly timer: TimerName
      readonly generation: number
      readonly delayMs: number
    }
  | { readonly do: 'clear-timers'; readonly timers: readonly TimerName[] }
  | { readonly do: 'publish'; readonly draft: SourceDraft | RoomDraft }

/** The feed's `source` event before the room has it. */
export type SourceDraft = Extract<Draft, { readonly type: 'source' }>

/** The feed's `room` event before the room has it. */
export type RoomDraft = Extract<Draft, { readonly type: 'room' }>

/** What a step comes to. */
export type Step = readonly [State, readonly Action[]]

/** When a step happens (epoch milliseconds, to be shown only) and a draw from 0 to 1 for it. */
export interface Moment {
  readonly at: number
  readonly jitter: number
}

/** Before the start; with the place to go on from, where an earlier run left one. */
export function idleState(traits: Traits, cursor?: Cursor): State {
  const memory = {
    traits,
    generation: 0,
    attempts: noAttempts,
    dials: 0,
    refusals: 0,
    hides: [],
    told: {},
    ...(cursor === undefined ? {} : { cursor }),
  }
  return { phase: { name: 'idle' }, memory }
}
