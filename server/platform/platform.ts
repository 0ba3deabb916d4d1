import type { z } from 'zod'
import type { Draft, GiftItem, Money, Raw, User } from '../../proto/feed/index.ts'
import type { TestEvent } from '../../proto/feed/schema/test-event.ts'
import type { Site } from '../../proto/input/site.ts'
import type { TextLine } from '../lib/file/text-line.ts'
import type { Inflate } from '../lib/bytes/inflate.ts'
import type { Utf8 } from '../lib/bytes/utf8.ts'
import type { Settings } from '../lib/setting.ts'
import type { Connector, AccessTier } from './connector.ts'

/** A site whose live rooms are read over a socket: the meaning of its bytes, and nothing else. */
export interface WirePlatform {
  readonly kind: 'wire'
  /** The name in `platform:ref`. */
  readonly name: string
  /** The names and addresses of the platform and its rooms. */
  readonly site: Site
  /**
   * Reads one wire frame. Pure and synchronous, never throws: a bad message becomes a {@link Fault}
   * and its neighbours survive, in wire order.
   */
  readonly read: (frame: Uint8Array, tools: ReadContext) => Reading
  /** The access to its live rooms; absent if only captured frames can be read. */
  readonly connect?: Connector
  /**
   * Returns the known message of which an unknown one is another form, according to its name;
   * undefined for known messages and those left out. Absent if names do not show that.
   */
  readonly siblingOf?: (method: string) => string | undefined
  /** The kinds of access, the least first. */
  readonly offers?: readonly AccessTier[]
  /** The login that the operator can store for it; absent without one. */
  readonly credential?: CredentialForm
  /** Its own settings, by their names in the environment. */
  readonly settings?: Settings
  /** Returns the base addresses for its connector, given a configuration with its settings. */
  endpoints?(config: object): Readonly<Record<string, string>>
}

/** The form of a login that the operator can store. */
export type CredentialForm =
  /** The cookie of an account, for one room or for all. */
  | {
      readonly scope: 'room'
      /** The names of cookies that identify an account, one of which is enough. */
      readonly cookies: readonly string[]
      /** The domains of the cookies, with their subdomains. */
      readonly domains: readonly string[]
    }
  /** The access of an app, for the source of the same name. */
  | {
      readonly scope: 'source'
      readonly fields: z.ZodObject
      /** The names of the fields that are no secret. */
      readonly shown: readonly string[]
    }

/** A source that generates its own events: the demo rooms. */
export interface GeneratedPlatform {
  readonly kind: 'generated'
  readonly name: string
  readonly site: Site
  /**
   * Returns an endless timeline for a ref, the same for the same seed.
   *
   * @throws RangeError if the platform has no such ref; the message names the existing ones.
   */
  readonly timeline: (ref: string, seed: number) => Iterator<Timed, never>
  /** Returns the reason for which only callers with rooms:open may open a ref; absent for most. */
  readonly costOf?: (ref: string) => string | undefined
}

/** A source that plays a recording or a scenario: the replays. */
export interface RecordedPlatform {
  readonly kind: 'recorded'
  readonly name: string
  readonly site: Site
  /**
   * Reads events as far as they are played. @throws Unreadable in the middle, at the first invalid
   * part.
   */
  readonly play: (recording: Recording) => AsyncGenerator<TimedEvent, void>
}

/** The live rooms of this server itself: what happens in them is published where they are sources. */
export interface OwnPlatform {
  readonly kind: 'own'
  readonly name: string
  readonly site: Site
}

/** A recording to play: events of a feed, one a line, or a scenario. */
export interface Recording {
  readonly form: 'feed' | 'scenario'
  readonly lines: AsyncIterable<TextLine>
}

/** A row of `registry.ts`. */
export type Platform = WirePlatform | GeneratedPlatform | RecordedPlatform | OwnPlatform

/** A finished event and its time, milliseconds after the start. Never goes back. */
export interface TimedEvent {
  readonly afterMs: number
  readonly event: TestEvent
}

/** A draft and its time, milliseconds after the start. Never goes back. */
export interface Timed {
  readonly afterMs: number
  readonly draft: PlatformDraft
}

/** The dependencies of reading, all of them deterministic. */
export interface ReadContext {
  readonly inflate: Inflate
  /** Decodes UTF-8; malformed bytes become U+FFFD. */
  readonly utf8: Utf8
  /**
   * Returns a keyed hash of a per-viewer key that must not be shown (it could be turned back into
   * an identity without the secret). Lower-case hex.
   */
  readonly mask: (key: string) => string
  /** Returns epoch milliseconds, for answers that contain the time; absent if none are sent. */
  readonly now?: () => number
  /** The room of the frames, as far as it is known; absent for captured frames. */
  readonly roomContext?: RoomContext
  /**
   * Returns true for the first message with this id of a source, over all of its connections.
   * Absent if frames are read independently of each other.
   */
  readonly isNewMessage?: (id: string) => boolean
}

/** The data of a room that its messages do not repeat: upstream ids, unchanged. */
export interface RoomContext {
  readonly room?: string
  /** The broadcaster. */
  readonly anchor?: string
  /** The transport of answers, in a term of the codec. */
  readonly transport?: string
}

/** The content of one frame. Drafts are in wire order. */
export interface Reading {
  readonly drafts: readonly PlatformDraft[]
  /** Finished events with counted gifts, from another relay. In wire order. */
  readonly events?: readonly Draft[]
  /** Unmapped messages, for the diagnostic side stream. */
  readonly raws: readonly Raw[]
  readonly effects: readonly Effect[]
  readonly faults: readonly Fault[]
}

/**
 * An event as a platform sends it: gifts may still have running totals, and two messages may report
 * one thing.
 */
export type PlatformDraft = BareDraft & { readonly provisional?: Provisional }

/** The event alone. */
export type BareDraft = Exclude<Draft, { readonly type: 'gift' }> | GiftDraft

/**
 * The hint that a platform reports a thing in two messages, in any order, of which each may be
 * missing. A `provisional` one has less data: it is published only if no `confirmed` one of its key
 * comes within `waitMs`, and fills in fields that the confirmed one lacks.
 */
export interface Provisional {
  readonly kind: 'provisional' | 'confirmed'
  /** The same in both. */
  readonly key: string
  readonly waitMs: number
}

/** One gift message, before the combo reducer has converted totals to added counts. */
export interface GiftDraft {
  readonly type: 'gift'
  readonly id?: string
  readonly at?: number
  readonly user?: User
  readonly gift: GiftItem
  /** The price of one item. */
  readonly price: Money
  readonly to?: User
  readonly box?: GiftItem
  /** The meaning of `count`: items that this message adds, or the streak's running total. */
  readonly tally: 'added' | 'total'
  readonly count: number
  /** The amount really paid for the items of an `added` message, if it is not `price` x `count`. */
  readonly value?: Money
  readonly combo?: ComboHint
}

/** The platform's data about the streak of a gift. */
export interface ComboHint {
  /**
   * The platform's group id. Collides between users: it is a key only with user, gift, receiver.
   */
  readonly group: string
  /** True if the platform reports that nothing more follows. */
  readonly final: boolean
  /** The time that the platform itself waits for the next step; the reducer's default if absent. */
  readonly idleMs?: number
}

/** An effect of a frame on the connection, or a report about it. */
export type Effect =
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'refused'; readonly code: number; readonly reason: string }
  | { readonly kind: 'heartbeat-reply'; readonly popularity?: number }
  | { readonly kind: 'heartbeat-interval'; readonly intervalMs: number }
  /** The bytes of all further heartbeats. */
  | { readonly kind: 'heartbeat-frame'; readonly bytes: Uint8Array }
  /** Bytes to send back at once. */
  | { readonly kind: 'reply'; readonly bytes: Uint8Array }
  /** The position to continue at after a reconnect; without `detail`, the earlier one holds. */
  | { readonly kind: 'cursor'; readonly cursor: string; readonly detail?: string }
  /** The server announces its close, or another connection is better for the given reason. */
  | { readonly kind: 'closing'; readonly reason?: string }
  /** The end of the broadcast, or of the permission to receive it. */
  | { readonly kind: 'ended'; readonly reason: string }
  /** The platform hides the identities of users from now on. */
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
  /** The platform's name of the message, if the fault is inside one. */
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
