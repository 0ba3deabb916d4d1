import type { Draft, GiftItem, Money, Raw, User } from '../../proto/feed/index.ts'
import type { TestEvent } from '../../proto/feed/schema/test-event.ts'
import type { Site } from '../../proto/input/site.ts'
import type { TextLine } from '../lib/file/text-line.ts'
import type { Inflate } from '../lib/bytes/inflate.ts'
import type { Utf8 } from '../lib/bytes/utf8.ts'
import type { Connector, AccessTier } from './connector.ts'

/** A site whose live room we read over a socket: what its bytes mean, and nothing else. */
export interface WirePlatform {
  readonly kind: 'wire'
  /** As in `platform:ref`. */
  readonly name: string
  /** The names and addresses of the platform and its rooms. */
  readonly site: Site
  /**
   * Reads one wire frame. Pure and synchronous, never throws: a bad message becomes a
   * {@link Fault} and its neighbours survive, in wire order.
   */
  readonly read: (frame: Uint8Array, tools: ReadContext) => Reading
  /** How its live rooms are reached; absent where we can only read captured frames. */
  readonly connect?: Connector
  /**
   * Returns the known message of which an unknown one is another form, according to its name;
   * undefined for known messages and those left out. Absent if names do not show that.
   */
  readonly siblingOf?: (method: string) => string | undefined
  /** What it gives to whom, the least first. */
  readonly offers?: readonly AccessTier[]
  /** The cookies one of which says who one is; absent where nobody can log in. */
  readonly loginCookies?: readonly string[]
  /** The domains of the login cookies, with their subdomains. */
  readonly cookieDomains?: readonly string[]
}

/** A source that makes its events itself: the demo rooms. */
export interface GeneratedPlatform {
  readonly kind: 'generated'
  readonly name: string
  readonly site: Site
  /**
   * An endless timeline for a ref, the same for the same seed.
   *
   * @throws RangeError if the platform has no such ref; the message says which exist.
   */
  readonly timeline: (ref: string, seed: number) => Iterator<Timed, never>
}

/** A source that plays what was recorded, or written down, before: the replays. */
export interface RecordedPlatform {
  readonly kind: 'recorded'
  readonly name: string
  readonly site: Site
  /** Reads as far as it has played. @throws Unreadable in the middle, where it cannot go on. */
  readonly play: (recording: Recording) => AsyncGenerator<TimedEvent, void>
}

/** What is played: events of a feed, one a line, or a scenario. */
export interface Recording {
  readonly form: 'feed' | 'scenario'
  readonly lines: AsyncIterable<TextLine>
}

/** One row of `registry.ts`. */
export type Platform = WirePlatform | GeneratedPlatform | RecordedPlatform

/** A finished event and when it is due, milliseconds after the start. Never goes back. */
export interface TimedEvent {
  readonly afterMs: number
  readonly event: TestEvent
}

/** A draft and when it is due, milliseconds after the start. Never goes back. */
export interface Timed {
  readonly afterMs: number
  readonly draft: PlatformDraft
}

/** What reading needs from outside: all of it deterministic. */
export interface ReadContext {
  readonly inflate: Inflate
  /** Malformed bytes become U+FFFD. */
  readonly utf8: Utf8
  /**
   * A keyed hash of a per-viewer key that must not be shown (it could be turned back into an
   * identity without the secret). Lower-case hex.
   */
  readonly mask: (key: string) => string
  /** Returns epoch milliseconds, for answers that contain the time; absent if none are sent. */
  readonly now?: () => number
  /** Where the frames are heard, as far as that is known; not for frames out of a drawer. */
  readonly roomContext?: RoomContext
  /**
   * Returns true for the first message with this id of a source, over all of its connections.
   * Absent if frames are read independently of each other.
   */
  readonly isNewMessage?: (id: string) => boolean
}

/** What a connector knows of a room and its messages do not repeat: upstream ids, unchanged. */
export interface RoomContext {
  readonly room?: string
  /** Who broadcasts there. */
  readonly anchor?: string
  /** The transport of answers, in a term of the codec. */
  readonly transport?: string
}

/** What one frame held. Drafts are in wire order. */
export interface Reading {
  readonly drafts: readonly PlatformDraft[]
  /** Events that are whole, their gifts counted: another relay made them. In wire order. */
  readonly events?: readonly Draft[]
  /** Unmapped messages, for the diagnostic side stream. */
  readonly raws: readonly Raw[]
  readonly effects: readonly Effect[]
  readonly faults: readonly Fault[]
}

/** An event as a platform tells it: gifts may still be running totals, and things told twice. */
export type PlatformDraft = BareDraft & { readonly echo?: Provisional }

/** The event alone. */
export type BareDraft = Exclude<Draft, { readonly type: 'gift' }> | GiftDraft

/**
 * Says that a platform tells a thing in two messages, in no certain order, and that each may be
 * missing. A `rumour` is the lesser one: it holds only if no `fact` of its key comes within
 * `waitMs`, and lends the fact what that leaves out.
 */
export interface Provisional {
  readonly kind: 'rumour' | 'fact'
  /** The same in both. */
  readonly key: string
  readonly waitMs: number
}

/** One gift message, before the combo reducer has turned totals into added counts. */
export interface GiftDraft {
  readonly type: 'gift'
  readonly id?: string
  readonly at?: number
  readonly user?: User
  readonly gift: GiftItem
  /** Of one item. */
  readonly price: Money
  readonly to?: User
  readonly box?: GiftItem
  /** What `count` is: items this message adds, or the streak's running total. */
  readonly tally: 'added' | 'total'
  readonly count: number
  /** What was really paid for the items of an `added` message, where it is not `price` x `count`. */
  readonly value?: Money
  readonly combo?: ComboHint
}

/** What a platform tells about the streak a gift belongs to. */
export interface ComboHint {
  /** The platform's group id. Collides between users: it is a key only with user, gift, receiver. */
  readonly group: string
  /** The platform says that nothing more follows. */
  readonly final: boolean
  /** How long the platform itself waits for the next step; the reducer's default if absent. */
  readonly idleMs?: number
}

/** Something a frame asks of the connection, or tells about it. */
export type Effect =
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'refused'; readonly code: number; readonly reason: string }
  | { readonly kind: 'heartbeat-reply'; readonly popularity?: number }
  | { readonly kind: 'heartbeat-interval'; readonly intervalMs: number }
  /** The bytes of all further heartbeats. */
  | { readonly kind: 'heartbeat-frame'; readonly bytes: Uint8Array }
  /** Bytes to send back at once. */
  | { readonly kind: 'reply'; readonly bytes: Uint8Array }
  /** Where to go on after a reconnect; without `detail`, the one before holds. */
  | { readonly kind: 'cursor'; readonly cursor: string; readonly detail?: string }
  /** The server says it will close, or another connection is better for the reason given. */
  | { readonly kind: 'closing'; readonly reason?: string }
  /** The broadcast, or our permission to hear it, is over. */
  | { readonly kind: 'ended'; readonly reason: string }
  /** From here on the platform hides who people are. */
  | { readonly kind: 'masked' }
  /** Some viewers chose to be anonymous: no login shows their identity. */
  | { readonly kind: 'anonymous' }
  | LeftOut

/**
 * A message without an event, which is only counted. `ignored`: it is known and left out on purpose
 * (copies, display-only totals, site-wide messages); `redelivered`: it was delivered before.
 */
export interface LeftOut {
  readonly kind: 'ignored' | 'redelivered'
  readonly method: string
}

/** Wire garbage as data: counted by kind, sampled once per kind in the log. */
export interface Fault {
  readonly kind: FaultKind
  /** The platform's name of the message, where the fault lies inside one. */
  readonly method?: string
  readonly detail: string
}

/**
 * `bad-frame`: framing; `bad-message`: one message inside a sound frame; `too-many`: more parts
 * than the limit of a frame.
 */
export type FaultKind =
  | 'bad-frame'
  | 'bad-message'
  | 'corrupt'
  | 'too-big'
  | 'unsupported'
  | 'too-deep'
  | 'too-many'
  | 'unexpected'
