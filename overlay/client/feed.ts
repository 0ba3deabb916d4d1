import {
  type FeedEvent,
  formatPosition,
  type GapFrame,
  type RawMessage,
  type SkipFrame,
} from '../../proto/feed/index.ts'
import type { Aside, Delivery, FeedClient } from './client.ts'
import { iterate, type Iteration } from './iterate.ts'
import type { Lease } from './pool.ts'
import type { FeedState, Status } from './reduce.ts'
import { createReport } from './report.ts'
import { createListeners, type Listeners } from './store.ts'

/** An event with its position. */
export interface Arrival<E extends FeedEvent = FeedEvent> extends Delivery {
  readonly event: E
  /** `<epoch>:<seq>`: a feed with this value as `since` resumes directly after this event. */
  readonly position: string
  /** The gaps directly before this event; nearly always empty. */
  readonly gaps: readonly GapFrame[]
}

type EventByType = { readonly [E in FeedEvent as E['type']]: E }

/** The callbacks of `on`, by name. */
export interface FeedCalls extends EventByType {
  /** Any event, also of a type unknown to this version. */
  readonly event: FeedEvent
  /** Lost events. Without a gap nothing is missing. */
  readonly gap: GapFrame
  /** Droppable events, such as likes, that a slow reader did not get. */
  readonly skip: SkipFrame
  /** Messages of the platform without a mapping; only with `types: ['raw']`. */
  readonly raw: RawMessage
  readonly status: FeedStatus
}

/** The status of a feed; `paused` while a slow iteration reads the waiting events. */
export type FeedStatus = Status | { readonly kind: 'paused' }

/** A listener of `on`: events have their position. */
export type FeedListener<K extends keyof FeedCalls, E extends FeedEvent = FeedEvent> =
  // In a feed with selected types, `event` is one of them.
  K extends 'event'
    ? (event: E, arrival: Arrival<E>) => void
    : K extends FeedEvent['type']
      ? (event: FeedCalls[K], arrival: Arrival) => void
      : (what: FeedCalls[K]) => void

/** The refusal of the server, for a reason that needs a person: the message names it. */
export class Refused extends Error {
  override readonly name = 'Refused'
  /** @see closeCodes */
  readonly code: number

  constructor(code: number, reason: string) {
    super(reason)
    this.code = code
  }
}

/** The parts of a feed. */
export interface FeedParts {
  /** Opens a connection, after a position where there is one. */
  readonly open: (since?: string) => Lease
  /** The number of events that may wait in an iteration before the feed pauses. */
  readonly buffer: number
  /** The address without its query, for messages. */
  readonly address: string
}

type Call = (what: never, arrival?: Arrival) => void

/**
 * A reader of one room: events by callback and as an async iterator, once each and in order, over
 * any number of connections; lost events are reported as a `gap`.
 */
export class Feed<E extends FeedEvent = FeedEvent> implements AsyncIterable<Arrival<E>> {
  readonly #parts: FeedParts
  readonly #report: (status: FeedStatus) => void
  readonly #listeners = new Map<string, Listeners<Parameters<Call>>>()
  readonly #iterations = new Set<Iteration<Arrival>>()
  readonly #full = new Set<Iteration<Arrival>>()
  #client: FeedClient
  #leave: () => void
  #left: FeedState | undefined // a shared connection continues without this feed
  #status: FeedStatus
  #gaps: readonly GapFrame[] = []

  constructor(parts: FeedParts) {
    this.#parts = parts
    this.#report = createReport(parts.address)
    const { client, leave } = this.#join()
    this.#client = client
    this.#leave = leave
    this.#status = client.state.get().status
  }

  /** The status of the feed. */
  get status(): FeedStatus {
    return this.#status
  }

  /**
   * The state of the room: its sources, their latest figures, its ranks, the counts of lost events.
   */
  get state(): FeedState {
    return this.#left ?? this.#client.state.get()
  }

  /** `<epoch>:<seq>` of the last received event; undefined before the first connection. */
  get position(): string | undefined {
    const { position } = this.state
    return position && formatPosition(position)
  }

  /** Calls back on each event of a name, until the returned function is called. */
  on<K extends keyof FeedCalls>(what: K, listener: FeedListener<K, E>): () => void {
    const listeners = this.#listeners.get(what) ?? createListeners<Parameters<Call>>()
    this.#listeners.set(what, listeners)
    // The name determines the type: `#tell` is the only caller.
    return listeners.add((args) => (listener as Call)(...args))
  }

  /** Connects at once if the server refused or the feed waits for the next attempt. */
  retry(): void {
    this.#client.retry()
  }

  /** Ends everything, iterations too. Idempotent. */
  close(): void {
    if (this.#status.kind === 'closed') return
    this.#leave()
    this.#setStatus({ kind: 'closed' })
  }

  /**
   * Every event from now on. If more wait than the buffer takes, the feed releases its connection
   * and resumes at the same position once they are read. Leaving the loop does not close the feed.
   *
   * @throws Refused from `next`.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<Arrival<E>> {
    const iteration = iterate<Arrival>(this.#parts.buffer, {
      full: () => this.#pause(iteration),
      drained: () => this.#goOn(iteration),
      ended: () => {
        this.#iterations.delete(iteration)
        this.#goOn(iteration)
      },
    })
    this.#iterations.add(iteration)
    this.#endIterations()
    // The server sends only the selected types.
    return iteration.iterator as AsyncIterableIterator<Arrival<E>>
  }

  #join(since?: string): { readonly client: FeedClient; readonly leave: () => void } {
    const { client, release } = this.#parts.open(since)
    let { status } = client.state.get()
    const ends = [
      client.onEvent((delivery) => this.#arrive(client, delivery)),
      client.onAside((aside) => this.#heed(aside)),
      client.state.subscribe((state) => {
        if (state.status === status) return
        status = state.status
        this.#setStatus(status)
      }),
    ]
    const leave = (): void => {
      this.#left ??= client.state.get()
      for (const end of ends) end()
      release()
    }
    return { client, leave }
  }

  #arrive(client: FeedClient, { event, live }: Delivery): void {
    const { position } = client.state.get()
    if (!position) return // before any hello: this is not a feed
    const arrival = {
      event: event as E,
      live,
      position: formatPosition(position),
      gaps: this.#gaps,
    }
    this.#gaps = []
    this.#tell(event.type, event, arrival)
    this.#tell('event', event, arrival)
    for (const { push } of this.#iterations) push(arrival)
  }

  #heed(aside: Aside): void {
    const isFrame = 'frame' in aside
    if (isFrame && aside.frame === 'gap') this.#gaps = [...this.#gaps, aside]
    this.#tell(isFrame ? aside.frame : aside.type, aside)
  }

  #pause(iteration: Iteration<Arrival>): void {
    this.#full.add(iteration)
    if (this.#full.size > 1 || this.#status.kind === 'closed') return
    this.#leave()
    this.#setStatus({ kind: 'paused' })
  }

  #goOn(iteration: Iteration<Arrival>): void {
    if (!this.#full.delete(iteration) || this.#full.size > 0) return
    if (this.#status.kind !== 'paused') return
    const { client, leave } = this.#join(this.position)
    this.#client = client
    this.#leave = leave
    this.#left = undefined
    this.#setStatus(client.state.get().status)
  }

  #setStatus(status: FeedStatus): void {
    this.#status = status
    this.#tell('status', status)
    const isFinal = status.kind === 'refused' && !('delayMs' in status)
    const hasListener = this.#listeners.get('status')?.isEmpty() === false
    if (!hasListener && !(isFinal && this.#iterations.size > 0)) this.#report(status)
    this.#endIterations()
  }

  #endIterations(): void {
    const status = this.#status
    if (status.kind !== 'closed' && status.kind !== 'refused') return
    if ('delayMs' in status) return // the client tries again
    const error = status.kind === 'refused' ? new Refused(status.code, status.reason) : undefined
    for (const { end } of this.#iterations) end(error)
  }

  #tell(what: string, value: unknown, arrival?: Arrival): void {
    this.#listeners.get(what)?.tell([value as never, arrival])
  }
}
