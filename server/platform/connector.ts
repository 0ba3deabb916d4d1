import type { ReasonCode } from '../../proto/feed/index.ts'
import type { Random } from '../lib/random.ts'
import type { PlatformDraft, ReadContext, RoomContext } from './platform.ts'

/**
 * How a site is reached: what to ask it, where to dial, what to say. It decides nothing about time
 * and retries; that is the machine's, the same for every site.
 */
export interface Connector<Io extends ConnectorIo = ConnectorIo> {
  /**
   * `while-live`: nothing can be heard of a room that does not broadcast. `always`: it can be
   * listened to, and says itself when it goes live.
   */
  readonly listens: 'while-live' | 'always'
  /** Its places stay good while nobody listens: a restart of ours may go on from one. */
  readonly lasting?: true
  /** True where the site made this way for its own page only, and may close it any day. */
  readonly unofficial?: true
  /**
   * From the `ref` of `platform:ref` to what the other calls need.
   *
   * @throws RoomNotFound, RoomOffline, RiskControl, Forbidden; anything else counts as no answer.
   */
  readonly resolve: (ref: string, io: Io) => Promise<RoomHandle>
  /**
   * Fetches what one connection needs: token, cookie, signature.
   *
   * @throws RoomOffline, RiskControl, Refused, Forbidden; anything else counts as no answer.
   */
  readonly open: (ticket: RoomHandle, io: Io, resume?: Cursor) => Promise<Connection>
  /**
   * Whether the room broadcasts. Absent where the site has no such question.
   *
   * @throws RoomNotFound, RiskControl; anything else counts as no answer.
   */
  readonly poll?: (ticket: RoomHandle, io: Io) => Promise<LiveState>
  /**
   * Requests the newest lines of chat that the site publishes outside of the stream, in any order,
   * to measure the share of the chat that arrives. Absent if the site publishes none.
   *
   * @throws RiskControl; anything else counts as no answer.
   */
  readonly recent?: (ticket: RoomHandle, io: Io, tools: ReadContext) => Promise<readonly ChatLine[]>
  /**
   * Requests the paid messages on display, each with the id that it has in the stream. Absent if
   * the site does not display them.
   *
   * @throws RiskControl; anything else counts as no answer.
   */
  readonly displayed?: (
    ticket: RoomHandle,
    io: Io,
    tools: ReadContext,
  ) => Promise<readonly PlatformDraft[]>
  /**
   * The ref of a room in whatever else names it, such as its address. Absent where only an id does.
   *
   * @throws RoomNotFound if it names none, RiskControl; anything else counts as no answer.
   */
  readonly refOf?: (text: string, io: Io) => Promise<string>
  /** What of it may rot; absent where nothing does. Made by `profiled`. */
  readonly profile?: Profile
}

/** What a connector knows of its site that may be different tomorrow. */
export interface Profile {
  /** The day on which it was last compared with the site's own client, such as `2026-11-20`. */
  readonly date: string
  /**
   * The same connector by another profile; what `given` leaves out stays as shipped.
   *
   * @throws ProfileError that names every wrong field.
   */
  readonly replace: (given: unknown) => Connector
}

/** What a connector needs from outside, made anew for each call. */
export interface ConnectorIo {
  readonly fetch: Fetch
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly random: Random
  /** Base addresses by the connector's own names for them; it has a default for what is absent. */
  readonly endpoints: Readonly<Record<string, string>>
  /**
   * What the operator's account at this site sends as `Cookie`. Absent for guests, and always for
   * rooms that strangers opened.
   */
  readonly cookie?: string
  /** Absent where nobody signs. */
  readonly sign?: Sign
  /** How many handshakes of this source were refused so far: takes those who sign in turn. */
  readonly refusals?: number
  /** Absent where everybody calls for themselves. */
  readonly gather?: JoinBatch
  /** Aborted when nobody waits for the answer any more: to be handed to every `fetch`. */
  readonly signal: AbortSignal
}

/** The part of the web's `fetch` that connectors use. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>

/**
 * Signs a request: what it says in, the fields to add to it out. `purpose` is the connector's name
 * for the kind of signature; where several can sign, `turn` says whose it is.
 *
 * @throws Unsigned if nobody could.
 */
export type Sign = (
  purpose: string,
  fields: Readonly<Record<string, string>>,
  turn?: number,
) => Promise<Readonly<Record<string, string>>>

/**
 * Puts the same call of many sources together. True if it went well for the item of the caller.
 *
 * @throws what `send` throws.
 */
export type JoinBatch = (party: BatchCall) => Promise<boolean>

/** A call that others may join. */
export interface BatchCall {
  /** Calls of one key can be made together. */
  readonly key: string
  readonly item: string
  /** Items in one call at most. */
  readonly most: number
  /** How long one can wait for others. */
  readonly withinMs: number
  /** Makes the call, once for all. @returns the items for which it did not go well. */
  readonly send: (items: readonly string[]) => Promise<ReadonlySet<string>>
}

/** A room as its site knows it. */
export interface RoomHandle {
  /** What the connector that made it needs later; nobody else reads it. */
  readonly facts: Readonly<Record<string, string>>
  /** Where finding the room told it, too. */
  readonly live?: LiveState
}

/** Whether a room broadcasts. `unknown`: the answer proves nothing, such as a page without data. */
export interface LiveState {
  readonly state: 'live' | 'paused' | 'offline' | 'unknown'
  readonly title?: string
  /** An https address. */
  readonly cover?: string
}

/** The fields of a line of chat by which it is recognized. */
export type ChatLine = Pick<
  Extract<PlatformDraft, { readonly type: 'chat' }>,
  'id' | 'at' | 'user' | 'text'
>

/** Where an earlier connection stopped, in the platform's words. */
export interface Cursor {
  readonly cursor: string
  readonly detail: string
}

/** Everything one connection needs, once it is dialed and as long as it lasts. */
export interface Connection {
  /** The same room at several hosts, tried in turn. */
  readonly urls: readonly [string, ...string[]]
  /** The URL among them to dial after the name of another host could not be resolved. */
  readonly fallbackUrl?: string
  readonly headers: Readonly<Record<string, string>>
  /** True if a lost socket may be dialed again with all this; false if it is good for once. */
  readonly reusable: boolean
  /** Sent as soon as the socket is open. */
  readonly first: readonly Uint8Array[]
  /** How long to wait for `authenticated`; absent where the site answers `first` with nothing. */
  readonly authTimeoutMs?: number
  readonly heartbeat?: Heartbeat
  /** Without any frame for this long the socket is dead, whatever TCP believes. */
  readonly receiveTimeoutMs: number
  /**
   * Where a live room is never without messages: how long a silence is worth a question, though
   * frames such as heartbeat replies keep coming. Absent where silence is normal.
   */
  readonly quietMs?: number
  /** What is known from the start to be missing. */
  readonly limits?: readonly Limit[]
  /** Who we are to the site with it. */
  readonly login?: Login
  /** What the operator should know of it though all is well, such as a cookie that was refused. */
  readonly remark?: Remark
  /** The names of cookies that the operator's login did not have and the site issued. */
  readonly addedCookies?: readonly string[]
  /** Close codes by which this site tells more than that the socket is lost. */
  readonly closings?: Closings
  /** Where it leads, for reading what comes. */
  readonly roomContext?: RoomContext
  /** A request that must be repeated as long as this is held, socket or not. */
  readonly keepAlive?: KeepAlive
  /** Tells the site that we are done. Called once for each connection ever opened. */
  readonly end?: (io: ConnectorIo) => Promise<void>
}

/** A remark on an open source: a text and its reason code. */
export interface Remark {
  readonly reason: string
  readonly code: ReasonCode
}

/** The remark on a guest connection that replaces one with a refused cookie. */
export const cookieRefused: Remark = {
  code: 'login-expired',
  reason:
    'the cookie is not accepted any more, so this is heard as a guest: log in anew and replace it',
}

/** What close codes mean; the reason that comes with them goes into the feed. */
export type Closings = ReadonlyMap<number, 'not-found' | 'forbidden'>

/** A frame repeated as long as the socket lives. */
export interface Heartbeat {
  readonly bytes: Uint8Array
  readonly everyMs: number
  /** True if the first one goes out without waiting for the interval. */
  readonly atOnce: boolean
}

/** A request repeated as long as a connection is held. */
export interface KeepAlive {
  readonly everyMs: number
  /** @throws Refused if the connection is void; a request that merely fails is made again. */
  readonly send: (io: ConnectorIo) => Promise<void>
}

/** What a source may be unable to give, as in the feed's `source` event. */
export type Limit = 'masked' | 'anonymous' | 'login-needed' | 'sampled'

/** Who we are to a site: nobody, an account by its cookie, or an app of its open platform. */
export type Login = 'guest' | 'account' | 'app'

/** What a site gives to whom. */
export interface AccessTier {
  readonly login: Login
  /** What is missing from the start. */
  readonly limits: readonly Limit[]
  /** In words; what is known of it changes with the site, and none of it is promised. */
  readonly provides: string
}
