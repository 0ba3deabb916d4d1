import type { ReactiveController, ReactiveElement } from '@lit/reactive-element'
import type { FeedEvent } from '../../../proto/feed/index.ts'
import { followStream, type PageStream } from '../../client/page.ts'
import { type FeedState, initialState } from '../../client/reduce.ts'
import { attempt } from './attempt.ts'
import { type Filter, passes } from './filter.ts'
import { createSeenIds } from './seen-ids.ts'

/** The time after which a lost connection is shown, milliseconds. */
export const awayAfterMs = 3_000

const remembered = 2_000 // ids: more than repeat after any reconnection

/** The calls of a controller to its host. */
export interface FeedCalls {
  /**
   * Called once for each event that passes the filter, and for each `retract`. @param live - false
   * for an event that was missed and is caught up with.
   */
  readonly receive: (event: FeedEvent, live: boolean) => void
  /** Returns the filter of the host's settings; all events pass if absent. */
  readonly filter?: () => Filter
  /** Called after every change of the room or the connection. */
  readonly changed?: (feed: FeedState, before: FeedState) => void
}

/**
 * The feed of an element: follows the stream of its `src` while it is on the page, with the
 * connection of the page, and updates the element when the connection or a source changes.
 */
export class FeedController implements ReactiveController {
  /** The state of the room and of the connection. */
  feed: FeedState = initialState
  /** True if the connection has been lost long enough to be shown. */
  away = false

  readonly #host: ReactiveElement & PageStream
  readonly #calls: FeedCalls
  readonly #seen = createSeenIds(remembered)
  #stream: string | undefined
  #leave: (() => void) | undefined
  #awayTimer: ReturnType<typeof setTimeout> | undefined

  constructor(host: ReactiveElement & PageStream, calls: FeedCalls) {
    this.#host = host
    this.#calls = calls
    host.addController(this)
  }

  /** The language of the host, BCP 47: its own, the page's, or the browser's. */
  get language(): string {
    const { lang } = this.#host
    return (
      lang || this.#host.closest<HTMLElement>('[lang]:not([lang=""])')?.lang || navigator.language
    )
  }

  /** Takes an event, from any source; one with the same id only once. */
  push(event: FeedEvent, live = true): void {
    attempt(() => {
      if (!this.#seen.isNew(event.id)) return
      const { filter, receive } = this.#calls
      if (event.type === 'retract' || !filter || passes(event, filter())) receive(event, live)
    })
  }

  /** Follows the stream again after the element was moved. */
  hostConnected(): void {
    if (this.#host.hasUpdated) this.#join()
  }

  /** Applies the settings of the host. */
  hostUpdate(): void {
    if (this.#stream !== this.#wanted) this.#join()
  }

  /** Leaves the stream. */
  hostDisconnected(): void {
    this.#leave?.()
    this.#leave = undefined
    this.#watch(false)
  }

  get #wanted(): string {
    const { src, ticketSrc, ticket } = this.#host
    return [src, ticketSrc, !ticket].join('\n')
  }

  #join(): void {
    this.hostDisconnected()
    this.#stream = this.#wanted
    this.#adopt(initialState)
    if (this.#host.src === '' || !this.#host.isConnected) return
    const { client, leave } = followStream(this.#host, {
      event: ({ event, live }) => this.push(event, live),
      state: (feed) => void attempt(() => this.#adopt(feed)),
    })
    this.#leave = leave
    this.#adopt(client.state.get())
  }

  #adopt(feed: FeedState): void {
    const before = this.feed
    this.feed = feed
    this.#calls.changed?.(feed, before)
    // Positions change with every event.
    if (feed.status === before.status && feed.sources === before.sources) return
    this.#watch(this.#leave !== undefined && feed.status.kind !== 'open')
    this.#host.requestUpdate()
  }

  #watch(lost: boolean): void {
    if (lost) {
      this.#awayTimer ??= setTimeout(() => {
        this.away = true
        this.#host.requestUpdate()
      }, awayAfterMs)
      return
    }
    clearTimeout(this.#awayTimer)
    this.#awayTimer = undefined
    this.away = false
  }
}
