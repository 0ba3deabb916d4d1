import type { PropertyDeclarations, ReactiveElement } from '@lit/reactive-element'
import type { FeedEvent } from '../../../proto/feed/index.ts'
import type { TicketSource } from '../../client/open.ts'
import type { FeedState } from '../../client/reduce.ts'
import type { PropertiesOf } from '../../option/declared.ts'
import type { feedOptions } from '../../option/feed.ts'
import { FeedController } from './feed-controller.ts'
import { type Filter, filterOf } from './filter.ts'
import { feedProperties, initialize } from './option-property.ts'

/** The amount of motion: `auto` follows the system, `none` disables all motion. */
export type Motion = PropertiesOf<typeof feedOptions>['motion']

// oxlint-disable-next-line typescript/no-explicit-any -- TypeScript knows mixins by this signature
type Base = abstract new (...parts: any[]) => ReactiveElement

/**
 * Returns the base class of elements that show a room, made of `Element`.
 *
 * @fires danmu-before-show - before an event is shown; `preventDefault()` keeps it from being shown; `detail` is `{ event }`, an event of the feed
 */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- no written type of a class has protected members
export function withFeed<B extends Base>(Element: B) {
  /**
   * The base of the elements that show a room. Elements of a page share one connection; all have
   * filters, a language and a motion setting. An element shows the event types in `kinds`, or its
   * own ones.
   */
  abstract class FeedHost extends Element implements PropertiesOf<typeof feedOptions> {
    static readonly properties: PropertyDeclarations = feedProperties

    /** The stream to show, `/rooms/<id>/stream`; without it the page pushes events itself. */
    declare src: string

    /**
     * An address of the page's own backend that is asked for a ticket (`POST`, answered by JSON
     * with a `ticket`) before each connection: for a room that is not public.
     */
    declare ticketSrc: string

    /**
     * A function in place of `ticket-src`, called with the address of the stream before each
     * connection: resolves to a ticket.
     */
    declare ticket: TicketSource | undefined

    /** The language of the element's own texts; the page's, else the browser's, if empty. */
    declare lang: string

    /** `full`, `reduced` or `none` overrides `prefers-reduced-motion`; `auto` follows it. */
    declare motion: Motion

    /** Event types to show, `chat gift`; the element's own if empty. */
    declare kinds: string

    /** Words that hide a message, and names that hide a user; comma-separated. */
    declare blockWords: string

    /** Names or ids of users whose events are hidden; comma-separated. */
    declare blockUsers: string

    /** The lowest level of users whose free messages are shown; paid messages are exempt. */
    declare minLevel: number

    /** The minimum value of a gift, a message or a membership, yuan; 10 coins of a live room count as 1. */
    declare minValue: number

    /** Hides test events. */
    declare hideTests: boolean

    protected readonly room = new FeedController(this, {
      receive: (event, live) => this.receive(event, live),
      filter: () => this.filter,
      changed: (feed, before) => this.feedChanged(feed, before),
    })

    #isMeasured = false
    #filter: { readonly key: string; readonly value: Filter } | undefined

    // oxlint-disable-next-line typescript/no-explicit-any -- as above
    constructor(...parts: any[]) {
      super(...parts)
      initialize(this)
    }

    /** The event types that are shown without `kinds`. */
    protected abstract get ownKinds(): string

    /**
     * Shows an event that passes the filters, from any source; an event with the same id only once.
     */
    push(event: FeedEvent): void {
      this.room.push(event)
    }

    /** Removes everything from the screen. */
    abstract clear(): void

    /** Called once for each event that passes the filters, and for each `retract`. */
    protected abstract receive(event: FeedEvent, live: boolean): void

    /** Called after every change of the room or the connection. */
    protected feedChanged(_feed: FeedState, _before: FeedState): void {
      // Most elements show events only.
    }

    /** Returns true if no listener keeps an event from being shown. */
    protected mayShow(event: FeedEvent): boolean {
      const isShown = this.dispatchEvent(new DanmuBeforeShowEvent(event))
      if (isShown && !this.#isMeasured) void this.#measure()
      return isShown
    }

    /** Warns on the console if the element has content but its size is zero. */
    async #measure(): Promise<void> {
      this.#isMeasured = true
      await this.updateComplete // the element has its style sheet after its first update
      if (this.offsetWidth * this.offsetHeight > 0) return
      const { warnIfLaidOut } = await import('./size-warning.ts')
      warnIfLaidOut(this)
    }

    /** The filter of the settings. */
    protected get filter(): Filter {
      const { kinds, blockWords, blockUsers, minLevel, minValue, hideTests } = this
      const key = [kinds, blockWords, blockUsers, minLevel, minValue, hideTests].join('\0')
      if (this.#filter?.key !== key) this.#filter = { key, value: filterOf(this, this.ownKinds) }
      return this.#filter.value
    }
  }
  return FeedHost
}

/**
 * The event that is sent before an event is shown. Cancelable: after `preventDefault()` the event
 * is not shown, so a page can filter by its own rules.
 */
export class DanmuBeforeShowEvent extends CustomEvent<{ readonly event: FeedEvent }> {
  constructor(event: FeedEvent) {
    super('danmu-before-show', {
      bubbles: true,
      cancelable: true,
      composed: true,
      detail: { event },
    })
  }
}

declare global {
  interface HTMLElementEventMap {
    'danmu-before-show': DanmuBeforeShowEvent
  }
}
