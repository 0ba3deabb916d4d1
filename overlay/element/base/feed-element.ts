import { LitElement, type PropertyValues } from 'lit'
import type { FeedEvent } from '../../../proto/feed/index.ts'
import { streamAddress } from '../../client/address.ts'
import { pageClients } from '../../client/page.ts'
import { type FeedState, initialState } from '../../client/reduce.ts'
import { type ElementWords, elementWordsFor } from '../../locale/element/index.ts'
import { DanmuBeforeShowEvent } from '../danmu-overlay/before-show.ts'
import { numberOr } from '../danmu-overlay/option.ts'
import { property, textProperty } from '../property.ts'
import { type Filter, filterOf, passes } from './filter.ts'
import { warnWithoutSize } from './no-size.ts'
import { createSeenIds } from './seen-ids.ts'
import { type Target, targetOf } from './target.ts'

/** How much moves: `auto` asks the system, `none` means that nothing does. */
export type Motion = 'auto' | 'full' | 'reduced' | 'none'

const remembered = 2_000 // ids: more than come within any hiccup of a connection

const none: readonly string[] = []

/**
 * The base of the elements that show a room. Elements of a page share one connection; all have
 * filters, a language and a motion setting. An element shows what `kinds` names, or its own kinds.
 *
 * @fires danmu-before-show - before an event is shown; `preventDefault()` keeps it off the screen; `detail` is `{ event }`, an event of the feed
 */
export abstract class FeedElement extends LitElement {
  /** The stream to show, `/rooms/<id>/stream`; without it the page pushes events itself. */
  @textProperty() src = ''

  /** The language of what the element says itself; the page's, else the browser's, if empty. */
  @textProperty() override lang = ''

  /** `full`, `reduced` or `none` overrides `prefers-reduced-motion`; `auto` follows it. */
  @textProperty({ reflect: true }) motion: Motion = 'auto'

  /** Event types to show, `chat gift`; the element's own if empty. */
  @textProperty() kinds = ''

  /** Words that keep a message, and names that keep a user, off the screen; comma-separated. */
  @textProperty({ attribute: 'block-words' }) blockWords = ''

  /** Names or ids of users that are not shown; comma-separated. */
  @textProperty({ attribute: 'block-users' }) blockUsers = ''

  /** The lowest level of users whose free messages are shown; paid messages are exempt. */
  @property({ attribute: 'min-level', converter: numberOr(0) }) minLevel = 0

  /** The least that a gift, a message or a membership must be worth, yuan. */
  @property({ attribute: 'min-value', converter: numberOr(0) }) minValue = 0

  /** Hides events that somebody made up to try things out. */
  @property({ type: Boolean, attribute: 'hide-tests' }) hideTests = false

  /** What is known of the room. */
  protected feed: FeedState = initialState

  #recent = createSeenIds(remembered)
  #leave: (() => void) | undefined
  #filter: { readonly key: string; readonly value: Filter } | undefined

  /** Event types that are shown without `kinds`. */
  protected get ownKinds(): readonly string[] {
    return none
  }

  /** Shows an event that passes the filters, wherever it comes from; the same one only once. */
  push(event: FeedEvent): void {
    this.#receive(event, true)
  }

  /** Takes everything off the screen. */
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
    if (changed.has('src')) this.#join()
  }

  /** Shows an event. @param live - false while catching up on what happened before. */
  protected abstract show(event: FeedEvent, live: boolean): void

  /** Takes back what was shown. */
  protected withdraw(_target: Target): void {
    // Elements that show nothing that could be taken back have nothing to do.
  }

  /** Hears how the room and the connection stand, after every change. */
  protected heard(feed: FeedState): void {
    this.feed = feed
  }

  /** The filter as the attributes say. */
  protected get filter(): Filter {
    const { kinds, blockWords, blockUsers, minLevel, minValue, hideTests } = this
    const key = [kinds, blockWords, blockUsers, minLevel, minValue, hideTests].join('\0')
    if (this.#filter?.key !== key) this.#filter = { key, value: filterOf(this, this.ownKinds) }
    return this.#filter.value
  }

  /** The words of the element's language. */
  protected get words(): ElementWords {
    return elementWordsFor(this.language)
  }

  /** The language of the element, BCP 47. */
  protected get language(): string {
    const inherited = this.closest<HTMLElement>('[lang]:not([lang=""])')?.lang
    return this.lang || inherited || navigator.language
  }

  /** True if movement is unwelcome; style sheets find out by themselves. */
  protected get still(): boolean {
    if (this.motion !== 'auto') return this.motion !== 'full'
    return matchMedia('(prefers-reduced-motion: reduce)').matches
  }

  #join(): void {
    this.#leave?.()
    this.#leave = undefined
    this.heard(initialState)
    if (this.src === '') return
    const { client, release } = pageClients.lease(streamAddress(this.src, document.baseURI))
    const endings = [
      client.onEvent(({ event, live }) => this.#receive(event, live)),
      client.state.subscribe((feed) => this.heard(feed)),
      release,
    ]
    this.#leave = () => {
      for (const end of endings) end()
    }
    this.heard(client.state.get())
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

/** True inside OBS, where nobody listens to a screen reader. */
export function insideObs(): boolean {
  return 'obsstudio' in globalThis
}
