import type { ReasonCode, SourceEvent } from '../../proto/feed/index.ts'
import type { Random } from '../lib/random.ts'
import type { PlatformDraft, ReadContext, RoomContext } from './platform.ts'

/**
 * The access to a site: its requests, its sockets and its packets. It decides nothing about time
 * and retries; the machine does that, the same for every site.
 */
export interface Connector<Io extends ConnectorIo = ConnectorIo> {
  /**
   * `while-live`: a room that does not broadcast has no events. `always`: it can be connected, and
   * reports itself when it goes live.
   */
  readonly listens: 'while-live' | 'always'
  /**
   * True if cursors stay valid while no client is connected: after a restart the relay may continue
   * at one.
   */
  readonly lasting?: true
  /** True if the site made this interface for its own page only, and may close it at any time. */
  readonly unofficial?: true
  /**
   * Looks up the room of the `ref` in `platform:ref`.
   *
   * @throws RoomNotFound, RoomOffline, RiskControl, Forbidden; anything else counts as no answer.
   */
  readonly resolve: (ref: string, io: Io) => Promise<RoomHandle>
  /**
   * Requests the data of one connection: token, cookie, signature.
   *
   * @throws RoomOffline, RiskControl, Refused, Forbidden; anything else counts as no answer.
   */
  readonly open: (ticket: RoomHandle, io: Io, resume?: Cursor) => Promise<Connection>
  /**
   * Requests the live state of the room. Absent if the site has no such request.
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
   * Returns the ref of a room for another name of it, such as its address. Absent if only an id
   * names it.
   *
   * @throws RoomNotFound if it names none, RiskControl; anything else counts as no answer.
   */
  readonly refOf?: (text: string, io: Io) => Promise<string>
  /** The parts that may become outdated; absent if there are none. Made by `profiled`. */
  readonly profile?: Profile
}

/** The values of a site that may change. */
export interface Profile {
  /** The date of the last comparison with the site's own client, such as `2026-11-20`. */
  readonly date: string
  /**
   * Returns the same connector with another profile; fields that `given` leaves out stay as
   * shipped.
   *
   * @throws ProfileError that names every wrong field.
   */
  readonly replace: (given: unknown) => Connector
}

/** The dependencies of a connector, created again for each call. */
export interface ConnectorIo {
  readonly fetch: Fetch
  /** Returns the time, epoch milliseconds. */
  readonly now: () => number
  readonly random: Random
  /** Base addresses by the connector's own names for them; an absent one has a default. */
  readonly endpoints: Readonly<Record<string, string>>
  /**
   * The `Cookie` header of the operator's account at this site. Absent for guests, and always for
   * rooms that viewers opened.
   */
  readonly cookie?: string
  /** Absent without a signer. */
  readonly sign?: Sign
  /** The number of refused handshakes of this source so far: selects the signer. */
  readonly refusals?: number
  /** Absent if every source makes its own calls. */
  readonly joinBatch?: JoinBatch
  /** Aborted when no caller waits for the answer any more: to be passed to every `fetch`. */
  readonly signal: AbortSignal
}

/** The part of the web's `fetch` that connectors use. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>

/**
 * Signs a request: its fields in, the fields to add to it out. `purpose` is the connector's name
 * for the kind of signature; if there are several signers, `turn` selects one.
 *
 * @throws Unsigned if no signer could.
 */
export type Sign = (
  purpose: string,
  fields: Readonly<Record<string, string>>,
  turn?: number,
) => Promise<Readonly<Record<string, string>>>

/**
 * Joins the same call of many sources. Resolves to true if it succeeded for the item of the caller.
 *
 * @throws the error of `send`.
 */
export type JoinBatch = (call: BatchCall) => Promise<boolean>

/** A call that others may join. */
export interface BatchCall {
  /** Calls of one key can be made together. */
  readonly key: string
  readonly item: string
  /** The maximal number of items in one call. */
  readonly most: number
  /** The time to wait for others. */
  readonly withinMs: number
  /** Makes the call, once for all. @returns the items for which it failed. */
  readonly send: (items: readonly string[]) => Promise<ReadonlySet<string>>
}

/** A room with its data from the site. */
export interface RoomHandle {
  /** The data that the connector needs for later calls; no other module reads it. */
  readonly facts: Readonly<Record<string, string>>
  /** The live state, if the lookup contained it. */
  readonly live?: LiveState
}

/** The live state of a room. `unknown`: the answer proves nothing, such as a page without data. */
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

/** The position at which an earlier connection stopped, in the platform's form. */
export interface Cursor {
  readonly cursor: string
  readonly detail: string
}

/** The data of one connection, once it is dialed and as long as it lasts. */
export interface Connection {
  /** The same room at several hosts, tried in order. */
  readonly urls: readonly [string, ...string[]]
  /** The URL among them to dial after the name of another host could not be resolved. */
  readonly fallbackUrl?: string
  readonly headers: Readonly<Record<string, string>>
  /**
   * True if a lost socket may be dialed again with this data; false if it is valid for one socket
   * only.
   */
  readonly reusable: boolean
  /** Sent as soon as the socket is open. */
  readonly first: readonly Uint8Array[]
  /** The time to wait for `authenticated`; absent if the site does not answer `first`. */
  readonly authTimeoutMs?: number
  readonly heartbeat?: Heartbeat
  /** Without any frame for this long the socket is lost, whatever the state of TCP. */
  readonly receiveTimeoutMs: number
  /**
   * The silence after which a live room is polled, though frames such as heartbeat replies keep
   * coming. Absent if silence is normal.
   */
  readonly quietMs?: number
  /** The limits that are known from the start. */
  readonly limits?: readonly Limit[]
  /** The login in the eyes of the site. */
  readonly login?: Login
  /** A remark for the operator about a working connection, such as a refused cookie. */
  readonly remark?: Remark
  /** The names of cookies that the operator's login did not have and the site issued. */
  readonly addedCookies?: readonly string[]
  /** The meanings that this site gives to the end of a socket; absent if it gives none. */
  readonly endMeanings?: EndMeanings
  /** The context for reading its frames. */
  readonly roomContext?: RoomContext
  /**
   * A request that must be repeated as long as the connection is open, with a socket or without.
   */
  readonly keepAlive?: KeepAlive
  /** Notifies the site of the end. Called once for each connection ever opened. */
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

/** The meanings of the end of a socket; the words that come with it go into the feed. */
export interface EndMeanings {
  /** The close codes with which the site reports more than a lost socket. */
  readonly closeCodes?: ReadonlyMap<number, 'not-found' | 'forbidden'>
  /** The headers in which the site explains a refused handshake, the decisive one first. */
  readonly refusalHeaders?: readonly string[]
}

/** A frame that is repeated as long as the socket is open. */
export interface Heartbeat {
  readonly bytes: Uint8Array
  readonly everyMs: number
  /** True if the first one is sent without waiting for the interval. */
  readonly atOnce: boolean
}

/** A request that is repeated as long as a connection is open. */
export interface KeepAlive {
  readonly everyMs: number
  /**
   * Sends the request. @throws Refused if the connection is void; a request that merely fails is
   * repeated.
   */
  readonly send: (io: ConnectorIo) => Promise<void>
}

/** A limit of a source, as in the feed's `source` event. */
export type Limit = NonNullable<SourceEvent['limits']>[number]

/** The login at a site: none, an account by its cookie, or an app of its open platform. */
export type Login = NonNullable<SourceEvent['login']>

/** The data that a site provides for one kind of access. */
export interface AccessTier {
  readonly login: Login
  /** The limits from the start. */
  readonly limits: readonly Limit[]
  /** In words; it changes with the site and is not guaranteed. */
  readonly provides: string
}
