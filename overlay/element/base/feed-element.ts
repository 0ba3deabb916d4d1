import { LitElement, type PropertyValues } from 'lit'
import type { FeedEvent } from '../../../proto/feed/index.ts'
import { leaseStream } from '../../client/page.ts'
import { type FeedState, initialState } from '../../client/reduce.ts'
import type { TicketSource } from '../../client/open.ts'
import { type ElementWords, elementWordsFor } from '../../locale/element/index.ts'
import { attempt } from './attempt.ts'
import { DanmuBeforeShowEvent } from '../danmu-overlay/before-show.ts'
import { numberOr, ticketProperty } from '../danmu-overlay/option.ts'
import { property, textProperty } from '../property.ts'
import { type Filter, filterOf, passes } from './filter.ts'
import { warnWithoutSize } from './no-size.ts'
import { createSeenIds } from './seen-ids.ts'
import { type Target, targetOf } from './target.ts'

/** The amount of motion: `auto` follows the system, `none` disables all motion. */
export type Motion = 'auto' | 'full' | 'reduced' | 'none'

const remembered = 2_000 // ids: more than repeat after any reconnection

const none: readonly string[] = []

const joinedBy = ['src', 'ticketSrc', 'ticket'] as const

/**
 * The base of the elements that show a room. Elements of a page share one connection; all have
 * filters, a language and a motion setting. An element shows the event types in `kinds`, or its own
 * ones.
 *
 * @fires danmu-before-show - before an event is shown; `preventDefault()` keeps it from being shown; `detail` is `{ event }`, an event of the feed
 */
export abstract class FeedElement extends LitElement {
  /** The stream to show, `/rooms/<id>/stream`; without it the page pushes events itself. */
  @textProperty() src = ''

  /**
   * An address of the page's own backend that is asked for a ticket (`POST`, answered by JSON with a
   * `ticket`) before each connection: for a room that is not public.
   */
  @textProperty({ attribute: 'ticket-src' }) ticketSrc = ''

  /**
   * A function in place of `ticket-src`, called with the address of the stream before each
   * connection: resolves to a ticket.
   */
  @property(ticketProperty) ticket: TicketSource | undefined = undefined

  /** The language of the element's own texts; the page's, else the browser's, if empty. */
  @textProperty() override lang = ''

  /** `full`, `reduced` or `none` overrides `prefers-reduced-motion`; `auto` follows it. */
  @textProperty({ reflect: true }) motion: Motion = 'auto'

  /** Event types to show, `chat gift`; the element's own if empty. */
  @textProperty() kinds = ''

  /** Words that hide a message, and names that hide a user; comma-separated. */
  @textProperty({ attribute: 'block-words' }) blockWords = ''

  /** Names or ids of users whose events are hidden; comma-separated. */
  @textProperty({ attribute: 'block-users' }) blockUsers = ''

  /** The lowest level of users whose free messages are shown; paid messages are exempt. */
  @property({ attribute: 'min-level', converter: numberOr(0) }) minLevel = 0

  /** The minimum value of a gift, a message or a membership, yuan. */
  @property({ attribute: 'min-value', converter: numberOr(0) }) minValue = 0

  /** Hides test events. */
  @property({ type: Boolean, attribute: 'hide-tests' }) hideTests = false

  /** The current state of the room. */
  protected feed: FeedState = initialState

  #recent = createSeenIds(remembered)
  #leave: (() => void) | undefined
  #filter: { readonly key: string; readonly value: Filter } | undefined

  /** The event types that are shown without `kinds`. */
  protected get ownKinds(): readonly string[] {
    return none
  }

  /**
   * Shows an event that passes the filters, from any source; an event with the same id only once.
   */
  push(event: FeedEvent): void {
    attempt(() => this.#receive(event, true))
  }

  /** Removes everything from the screen. */
  abstract clear(): void

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.hasUpdated) this.#join()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#leave?.()
    this.#leave = undefined
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (joinedBy.some((name) => changed.has(name))) this.#join()
  }

  /** Renders; what cannot be rendered is removed, so that the next event is shown. */
  protected override scheduleUpdate(): void {
    if (!attempt(() => void super.scheduleUpdate())) this.clear()
  }

  /** Shows an event. @param live - false for an event that was missed and is caught up with. */
  protected abstract show(event: FeedEvent, live: boolean): void

  /** Removes what a retract withdraws. */
  protected withdraw(_target: Target): void {
    // Elements whose content cannot be withdrawn have nothing to do.
  }

  /** Called with the state of the room and the connection after every change. */
  protected feedChanged(feed: FeedState): void {
    this.feed = feed
  }

  /** The filter of the attributes. */
  protected get filter(): Filter {
    const { kinds, blockWords, blockUsers, minLevel, minValue, hideTests } = this
    const key = [kinds, blockWords, blockUsers, minLevel, minValue, hideTests].join('\0')
    if (this.#filter?.key !== key) this.#filter = { key, value: filterOf(this, this.ownKinds) }
    return this.#filter.value
  }

  /** The texts in the element's language. */
  protected get words(): ElementWords {
    return elementWordsFor(this.language)
  }

  /** The language of the element, BCP 47. */
  protected get language(): string {
    const inherited = this.closest<HTMLElement>('[lang]:not([lang=""])')?.lang
    return this.lang || inherited || navigator.language
  }

  /** True if motion is to be avoided; style sheets have their own media query. */
  protected get still(): boolean {
    if (this.motion !== 'auto') return this.motion !== 'full'
    return matchMedia('(prefers-reduced-motion: reduce)').matches
  }

  #join(): void {
    this.#leave?.()
    this.#leave = undefined
    this.feedChanged(initialState)
    if (this.src === '') return
    const { client, release } = leaseStream(this)
    const endings = [
      client.onEvent(({ event, live }) => void attempt(() => this.#receive(event, live))),
      client.state.subscribe((feed) => void attempt(() => this.feedChanged(feed))),
      release,
    ]
    this.#leave = () => {
      for (const end of endings) end()
    }
    this.feedChanged(client.state.get())
  }

  #receive(event: FeedEvent, live: boolean): void {
    if (!this.#recent.isNew(event.id)) return
    if (event.type === 'retract') return this.withdraw(targetOf(event))
    if (!passes(event, this.filter)) return
    if (!this.dispatchEvent(new DanmuBeforeShowEvent(event))) return
    void warnWithoutSize(this)
    this.show(event, live)
  }
}

/** Returns true inside OBS, where no screen reader is used. */
export function insideObs(): boolean {
  return 'obsstudio' in globalThis
}
