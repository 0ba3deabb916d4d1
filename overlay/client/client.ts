import {
  closeCodes,
  isRefusal,
  type FeedEvent,
  type FeedFrame,
  type GapFrame,
  type RawMessage,
  type SkipFrame,
} from '../../proto/feed/index.ts'
import { positionOf, resumeAddress } from './address.ts'
import { backoffBounds, backoffMs, missingRoomDelayMs } from './backoff.ts'
import { parseMessage } from './parse.ts'
import { type FeedState, type Input, initialState, reduce, seen, type Status } from './reduce.ts'
import { createListeners, createStore, type Store } from './store.ts'

/** The part of a WebSocket that a client uses. */
export interface Socket {
  addEventListener(type: 'message', listener: (event: MessageLike) => void): void
  addEventListener(type: 'close', listener: (event: CloseLike) => void): void
  addEventListener(type: 'error', listener: (event?: ErrorLike) => void): void
  close(): void
}

/** The part of a MessageEvent that a client reads. */
export interface MessageLike {
  readonly data: unknown
}

/** The part of a CloseEvent that a client reads. */
export interface CloseLike {
  /** A close code, or an HTTP status where a runtime shows it. */
  readonly code: number
  readonly reason: string
  /** The delay that the server asks for, milliseconds. */
  readonly retryAfterMs?: number
}

/** The part of an ErrorEvent that a client reads. */
export interface ErrorLike {
  readonly type?: string
  readonly message?: string
}

/** The dependencies of a client. */
export interface ClientIo {
  readonly WebSocket: new (address: string) => Socket
  readonly setTimeout: (call: () => void, delayMs: number) => unknown
  readonly clearTimeout: (timer: unknown) => void
  /** Returns a random number from 0 to just below 1. */
  readonly random: () => number
  /**
   * Calls back whenever a delay has become pointless (the page becomes visible, the network is
   * back), until the returned function is called.
   */
  readonly onWake?: (call: () => void) => () => void
}

/** An event, and whether it is live. */
export interface Delivery {
  readonly event: FeedEvent
  /** False for an event from before the connection. */
  readonly live: boolean
}

/** The messages of a stream besides events, in order with them. */
export type Aside = GapFrame | SkipFrame | RawMessage

/** The time after which a socket without a hello is replaced, milliseconds. */
export const helloTimeoutMs = 10_000
/** The duration after which a connection resets earlier failures, milliseconds. */
export const steadyMs = 5_000

// The delay for a room that is switched off stays at the one for a restart. It never grows to the
// delay for a server that is gone.
const soonTries = backoffBounds.tries - 1

// The maximum delay that a server can request.
const longestRetryAfterMs = 300_000

/**
 * Returns true for a close code or an HTTP status that another attempt does not change: 4xx, but
 * not 429.
 */
function isFinal(code: number): boolean {
  return isRefusal(code) || (code >= 400 && code < 500 && code !== 408 && code !== 429)
}

/** Options of a {@link FeedClient}. */
export interface ClientOptions {
  /**
   * Tries again, slowly, if the server does not know the room. By default only a client that was in
   * the room before does so: an address that never worked is most likely a mistake.
   */
  readonly retryMissingRoom?: boolean
}

/**
 * A subscription to one room (`wss://…/rooms/<id>/stream`) that reconnects by itself: resumes after
 * the last position, backs off with jitter, waits for a room that is switched off, stops at a
 * refusal.
 */
export class FeedClient {
  readonly #address: string
  readonly #io: ClientIo
  readonly #state = createStore(initialState)
  readonly #events = createListeners<Delivery>()
  readonly #asides = createListeners<Aside>()
  readonly #unwake: (() => void) | undefined
  readonly #options: ClientOptions
  #socket: Socket | undefined
  #timer: unknown
  #attempt = 0

  /** Connects at once. */
  constructor(address: string, io: ClientIo, options: ClientOptions = {}) {
    this.#address = address
    this.#io = io
    this.#options = options
    const position = positionOf(address)
    if (position) this.#state.set({ ...initialState, position })
    this.#dial()
    this.#unwake = io.onWake?.(() => {
      if ('delayMs' in this.#state.get().status) this.#dial()
    })
  }

  /** The state of the room and the connection. */
  get state(): Store<FeedState> {
    return this.#state
  }

  /** Calls back with every event once, in order, until the returned function is called. */
  onEvent(listener: (delivery: Delivery) => void): () => void {
    return this.#events.add(listener)
  }

  /** Calls back with every message besides events, until the returned function is called. */
  onAside(listener: (aside: Aside) => void): () => void {
    return this.#asides.add(listener)
  }

  /** Connects at once if the server refused or the client waits for the next attempt. */
  retry(): void {
    if ('code' in this.#state.get().status) this.#dial()
  }

  /** Ends everything. Idempotent. */
  close(): void {
    if (this.#state.get().status.kind === 'closed') return
    this.#unwake?.()
    this.#abandon()
    this.#setStatus({ kind: 'closed' })
  }

  #dial(): void {
    const { position } = this.#state.get()
    const socket = new this.#io.WebSocket(resumeAddress(this.#address, position))
    this.#socket = socket
    // A replaced socket may still send messages; only the current one counts.
    socket.addEventListener('message', ({ data }) => {
      if (socket === this.#socket) this.#receive(data)
    })
    socket.addEventListener('close', ({ code, reason, retryAfterMs }) => {
      if (socket === this.#socket) this.#lost(code, reason, retryAfterMs)
    })
    // The `ws` of Node throws an error without a listener. The close event that follows it is
    // enough.
    socket.addEventListener('error', () => undefined)
    this.#after(helloTimeoutMs, () => this.#lost(0, ''))
    this.#setStatus({ kind: 'connecting' })
  }

  #receive(data: unknown): void {
    const message = parseMessage(data)
    if (!message) return this.#apply({ kind: 'fault' })
    const before = this.#state.get()
    this.#apply({ kind: 'message', message })
    if ('frame' in message) this.#heedFrame(message)
    else if (message.type === 'raw') this.#asides.tell(message)
    else if (!seen(before, message)) {
      this.#events.tell({ event: message, live: message.seq > before.caughtUpAt })
    }
  }

  #heedFrame(frame: FeedFrame): void {
    if (frame.frame === 'hello') this.#after(steadyMs, () => (this.#attempt = 0))
    else if (frame.frame !== 'head') this.#asides.tell(frame)
  }

  #lost(code: number, reason: string, retryAfterMs = 0): void {
    this.#abandon()
    const ownDelayMs = this.#delayMs(code)
    if (ownDelayMs === undefined) return this.#setStatus({ kind: 'refused', code, reason })
    // Our own delay is random, so that clients do not reconnect at the same time.
    const delayMs = ownDelayMs + Math.min(retryAfterMs, longestRetryAfterMs)
    this.#attempt += 1
    this.#after(delayMs, () => this.#dial())
    this.#setStatus({ kind: isFinal(code) ? 'refused' : 'waiting', code, reason, delayMs })
  }

  /** Returns the delay before the next attempt; undefined if another attempt is useless. */
  #delayMs(code: number): number | undefined {
    const { random } = this.#io
    if (!isFinal(code)) {
      // A room that is switched off may be switched on at any time.
      const isOff = code === closeCodes.roomOff
      return backoffMs(isOff ? Math.min(this.#attempt, soonTries) : this.#attempt, random)
    }
    const asksAgain = this.#options.retryMissingRoom || this.#state.get().room !== undefined
    const isMissing = code === closeCodes.noSuchRoom || code === 404
    return isMissing && asksAgain ? missingRoomDelayMs(random) : undefined
  }

  #abandon(): void {
    const socket = this.#socket
    this.#socket = undefined
    this.#io.clearTimeout(this.#timer)
    socket?.close()
  }

  /** Sets the only timer: for the hello, then for steadiness, after a loss for the next attempt. */
  #after(delayMs: number, call: () => void): void {
    this.#io.clearTimeout(this.#timer)
    this.#timer = this.#io.setTimeout(call, delayMs)
  }

  #setStatus(status: Status): void {
    this.#apply({ kind: 'status', status })
  }

  #apply(input: Input): void {
    this.#state.set(reduce(this.#state.get(), input))
  }
}
