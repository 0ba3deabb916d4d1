import { type PropertyValues, ReactiveElement } from '@lit/reactive-element'
import type { FeedEvent } from '../../../proto/feed/index.ts'
import type { Delivery } from '../../client/client.ts'
import { leaseStream } from '../../client/page.ts'
import type { FeedState } from '../../client/reduce.ts'
import type { TicketSource } from '../../client/open.ts'
import { defaultOverflow } from '../../danmaku/overflow.ts'
import { type LineBox, Stage, type StageStats } from '../../danmaku/stage.ts'
import { type Words, wordsFor } from '../../locale/index.ts'
import { define } from '../define.ts'
import type { Motion } from '../base/feed-element.ts'
import { type Filter, filterOf, passes } from '../base/filter.ts'
import { warnWithoutSize } from '../base/no-size.ts'
import { isTargetLine, type Target, targetOf } from '../base/target.ts'
import { attributes } from './attribute.ts'
import { attempt } from '../base/attempt.ts'
import { DanmuBeforeShowEvent } from './before-show.ts'
import { styles } from './danmu-overlay.css.ts'
import { defaults } from './option.ts'
import { DanmuPickEvent } from './pick.ts'
import { settingsOf } from './setting.ts'
import { commentOf } from './comment-of.ts'
import { StatusLine } from './status-line.ts'

const ownKinds = ['chat', 'gift', 'superchat', 'membership']
const joinedBy = ['src', 'ticketSrc', 'ticket'] as const
const debugEveryMs = 1_000 // the update interval of the figures in the status line

/**
 * Danmaku over a video: chat, superchats, gifts and memberships of a room cross the element from
 * right to left and never touch each other. It covers a positioned parent; in any other parent it
 * takes the parent's height, or 320 pixels where the parent has none.
 *
 * @csspart stage - everything that moves
 * @csspart canvas - lines that are drawn
 * @csspart line - one line that is an element: one with pictures, or any with `interactive`
 * @csspart status - the text of the current problem; present only while there is one, or with `debug`
 * @cssproperty --danmu-font - font family of the lines
 * @cssproperty --danmu-weight - their weight
 * @cssproperty --danmu-text, --danmu-outline - plain lines without a colour of their own
 * @cssproperty --danmu-paid-1 … --danmu-paid-6 - pills, by price
 * @cssproperty --danmu-guard-1 … --danmu-guard-3 - pills of memberships, by rank
 * @cssproperty --danmu-plate, --danmu-accent, --danmu-danger - the status line
 * @fires danmu-before-show - before an event is shown; `preventDefault()` keeps it from being shown; `detail` is `{ event }`, an event of the feed
 * @fires danmu-pick - when a line is clicked, with `interactive`; `detail` is `{ id, text, userId? }`, the ids those of the event
 */
export class DanmuOverlay extends ReactiveElement {
  static override readonly styles = styles
  static override readonly properties = attributes

  /** The stream to show, `/rooms/<id>/stream`; without it the page pushes events itself. */
  src = ''

  /**
   * An address of the page's own backend that is asked for a ticket (`POST`, answered by JSON with a
   * `ticket`) before each connection: for a room that is not public.
   */
  ticketSrc = ''

  /**
   * A function in place of `ticket-src`, called with the address of the stream before each
   * connection: resolves to a ticket.
   */
  ticket: TicketSource | undefined = undefined

  /** The used part of the height, from the top: 0 to 1. */
  area = defaults.area

  /** The opacity, 0 (invisible) to 1. */
  opacity = defaults.opacity

  /** Seconds from edge to edge, whatever the width of the stage; smaller is faster. */
  speed = defaults.speed

  /** The height of the text, CSS px. */
  fontSize = defaults.fontSize

  /**
   * The maximum time for which a line waits for room before it is dropped, seconds; paid lines wait
   * longer.
   */
  maxAge = defaults.maxAge

  /**
   * The steps for lines that find no room, of `merge queue speed overlap drop`: count equal ones,
   * queue them, speed up, run them between the rows, drop them.
   */
  overflow = defaultOverflow

  /** A list of font families to use before those of `--danmu-font`. */
  font = ''

  /** The outline around letters, CSS px; a negative value means one that fits the size. */
  outline = defaults.outline

  /**
   * For a vertical stream: rows fill from below, and leave room for the parts that phone apps
   * cover.
   */
  portrait = false

  /** Boxes that stay free: left, top, width and height in percent, separated by `;`. */
  keepOut = ''

  /** Renders lines as elements that can be clicked, as many as there is room for. */
  interactive = false

  /** `full`, `reduced` or `none` overrides `prefers-reduced-motion`; `auto` follows it. */
  motion: Motion = 'auto'

  /** Event types to show, of `chat gift superchat membership`; all of them if empty. */
  kinds = ''

  /** Words that hide a message, and names that hide a user; comma-separated. */
  blockWords = ''

  /** Names or ids of users whose events are hidden; comma-separated. */
  blockUsers = ''

  /** The minimum level of users whose free messages are shown. */
  minLevel = defaults.minLevel

  /** The minimum value of a gift, a superchat or a membership, yuan. */
  minValue = defaults.minValue

  /** Hides events whose id begins with `test:`. */
  hideTests = false

  /** The language of the overlay's own texts; the page's, else the browser's, if empty. */
  override lang = ''

  /** Shows the status line always, with figures. */
  debug = false

  private feed: FeedState | undefined

  readonly #lessMotion = matchMedia('(prefers-reduced-motion: reduce)')
  readonly #box = document.createElement('div')
  readonly #status = new StatusLine(() => this.requestUpdate())
  readonly #stage = new Stage(this.#box, () => settingsOf(this, this.#lessMotion.matches), {
    now: () => performance.now(),
    requestFrame: (draw) => requestAnimationFrame(draw),
    cancelFrame: (request) => cancelAnimationFrame(request),
    loadSurface: () => import('../../danmaku/canvas/surface.ts'),
    loadRich: () => import('../../danmaku/rich/layer.ts'),
    adoptStyle: (sheet) => this.shadowRoot?.adoptedStyleSheets.push(sheet),
    picked: (line) => this.dispatchEvent(new DanmuPickEvent(line)),
  })
  #debugTimer: ReturnType<typeof setTimeout> | undefined
  #life = new AbortController()
  #leave: (() => void) | undefined
  #filter: Filter | undefined

  /** The figures of the stage. */
  get stats(): StageStats {
    return this.#stage.stats
  }

  /** The current rectangles of all lines on the stage. */
  get boxes(): readonly LineBox[] {
    return this.#stage.boxes
  }

  /** Shows an event, from any source. */
  push(event: FeedEvent): void {
    attempt(() => this.#show(event))
  }

  #show(event: FeedEvent): void {
    if (event.type === 'retract') return this.#withdraw(targetOf(event))
    this.#filter ??= filterOf(this, ownKinds)
    const line = passes(event, this.#filter) ? commentOf(event, this.#words()) : undefined
    if (!line || !this.dispatchEvent(new DanmuBeforeShowEvent(event))) return
    void warnWithoutSize(this)
    this.#stage.push(line)
  }

  /** Pauses all movement; lines that arrive meanwhile are dropped. */
  pause(): void {
    this.#stage.pause()
  }

  /** Resumes after {@link pause}. */
  play(): void {
    this.#stage.play()
  }

  /** Removes everything from the stage. */
  clear(): void {
    this.#stage.clear()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    const { parentElement } = this
    const isOver = parentElement && getComputedStyle(parentElement).position !== 'static'
    this.toggleAttribute('fills', isOver === true)
    this.#life = new AbortController()
    const { signal } = this.#life
    const refresh = (): void => this.#stage.refresh()
    const sizes = new ResizeObserver(refresh)
    sizes.observe(this)
    signal.addEventListener('abort', () => sizes.disconnect())
    this.#lessMotion.addEventListener('change', refresh, { signal })
    const remeasure = (): void => this.#stage.remeasure()
    document.fonts.addEventListener('loadingdone', remeasure, { signal })
    void document.fonts.ready.then(remeasure)
    if (this.hasUpdated) this.#join()
    void this.#stage.open()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#life.abort()
    this.#leave?.()
    this.#stage.close()
    clearTimeout(this.#debugTimer)
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#filter = undefined
    if (joinedBy.some((name) => changed.has(name))) this.#join()
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot()
    this.#box.setAttribute('part', 'stage')
    root.append(this.#box)
    return root
  }

  protected override update(changed: PropertyValues<this>): void {
    super.update(changed)
    this.#box.style.opacity = String(Math.min(1, Math.max(0, this.opacity)))
    this.#box.ariaHidden = String(!this.interactive)
    const { feed, debug, stats: figures } = this
    this.#status.show(this.renderRoot, { feed, debug, figures, language: this.#language() })
    this.#stage.refresh()
    clearTimeout(this.#debugTimer)
    if (debug) this.#debugTimer = setTimeout(() => this.requestUpdate(), debugEveryMs)
  }

  /** Unsubscribes from the previous stream and subscribes to the one in `src`. */
  #join(): void {
    this.#leave?.()
    this.feed = undefined
    if (this.src === '') return
    const { client, release } = leaseStream(this)
    const endings = [
      client.onEvent((delivery) => this.#deliver(delivery)),
      client.state.subscribe((feed) => this.#adopt(feed)),
      release,
      () => this.#status.watch(undefined),
    ]
    this.#leave = () => {
      for (const end of endings) end()
    }
    this.#adopt(client.state.get())
  }

  #adopt(feed: FeedState): void {
    // Positions change with every event; only these states are relevant here.
    if (feed.status === this.feed?.status && feed.sources === this.feed.sources) return
    this.feed = feed
    this.#status.watch(feed.status)
  }

  /** Shows a delivered event. Danmaku is live: missed events are not replayed, except paid ones. */
  #deliver({ event, live }: Delivery): void {
    if (live || event.type === 'superchat' || event.type === 'retract') this.push(event)
  }

  #withdraw(target: Target): void {
    this.#stage.withdraw((line) => isTargetLine(line, target))
  }

  #words(): Words {
    return wordsFor(this.#language())
  }

  #language(): string {
    const inherited = this.closest<HTMLElement>('[lang]:not([lang=""])')?.lang
    return this.lang || inherited || navigator.language
  }
}

define('danmu-overlay', DanmuOverlay)

declare global {
  interface HTMLElementTagNameMap {
    'danmu-overlay': DanmuOverlay
  }
}
