import { type PropertyValues, ReactiveElement } from '@lit/reactive-element'
import type { FeedEvent } from '../../../proto/feed/index.ts'
import { type LineBox, Stage, type StageStats } from '../../danmaku/stage.ts'
import { wordsFor } from '../../locale/index.ts'
import { overlayWords } from '../../locale/overlay.ts'
import type { OptionProperties } from '../../option/declared.ts'
import { overlayKinds, overlayOptions } from '../../option/overlay.ts'
import { define } from '../define.ts'
import { withFeed } from '../base/feed-host.ts'
import { propertiesOf } from '../base/option-property.ts'
import { isTargetLine, targetOf } from '../base/target.ts'
import { styles } from './danmu-overlay.css.ts'
import { settingsOf } from './setting.ts'
import { commentOf } from './comment-of.ts'
import type { StatusLine } from './status-line.ts'
import type { Comment } from '../../danmaku/line.ts'

const debugEveryMs = 1_000 // the update interval of the figures in the status line

/** The event that is sent when the user clicks a line, with `interactive`. */
class DanmuPickEvent extends CustomEvent<Picked> {
  constructor({ id, userId, text }: Comment) {
    super('danmu-pick', {
      bubbles: true,
      composed: true,
      detail: { id, text, ...(userId === undefined ? {} : { userId }) },
    })
  }
}

/** The clicked line: the ids are those of the event. */
interface Picked {
  readonly id: string
  readonly userId?: string
  readonly text: string
}

declare global {
  interface HTMLElementEventMap {
    'danmu-pick': DanmuPickEvent
  }
}

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
 * @cssproperty --danmu-paid-1, --danmu-paid-2, --danmu-paid-3, --danmu-paid-4, --danmu-paid-5, --danmu-paid-6 - pills, by price
 * @cssproperty --danmu-guard-1, --danmu-guard-2, --danmu-guard-3 - pills of memberships, by rank
 * @cssproperty --danmu-plate, --danmu-accent, --danmu-danger - the status line
 * @fires danmu-before-show - before an event is shown; `preventDefault()` keeps it from being shown; `detail` is `{ event }`, an event of the feed
 * @fires danmu-pick - when a line is clicked, with `interactive`; `detail` is `{ id, text, userId? }`, the ids those of the event
 */
export class DanmuOverlay
  extends withFeed(ReactiveElement)
  implements OptionProperties<typeof overlayOptions>
{
  static override readonly styles = styles
  static override readonly properties = {
    ...propertiesOf(overlayOptions),
    debug: { type: Boolean, initial: false },
  }

  /** The used part of the height, from the top: 0 to 1. */
  declare area: number

  /** The opacity, 0 (invisible) to 1. */
  declare opacity: number

  /** Seconds from edge to edge, whatever the width of the stage; smaller is faster. */
  declare speed: number

  /** The height of the text, CSS px. */
  declare fontSize: number

  /**
   * The maximum time for which a line waits for room before it is dropped, seconds; paid lines wait
   * longer.
   */
  declare maxAge: number

  /**
   * The steps for lines that find no room, of `merge queue speed overlap drop`: count equal ones,
   * queue them, speed up, run them between the rows, drop them.
   */
  declare overflow: string

  /** A list of font families to use before those of `--danmu-font`. */
  declare font: string

  /** The outline around letters, CSS px; a negative value means one that fits the size. */
  declare outline: number

  /**
   * For a vertical stream: rows fill from below, and leave room for the parts that phone apps
   * cover.
   */
  declare portrait: boolean

  /** Boxes that stay free: left, top, width and height in percent, separated by `;`. */
  declare keepOut: string

  /** Renders lines as elements that can be clicked, as many as there is room for. */
  declare interactive: boolean

  /** Shows the status line always, with figures. */
  declare debug: boolean

  readonly #lessMotion = matchMedia('(prefers-reduced-motion: reduce)')
  readonly #box = document.createElement('div')
  readonly #stage = new Stage(this.#box, () => settingsOf(this, this.#lessMotion.matches), {
    now: () => performance.now(),
    requestFrame: (draw) => requestAnimationFrame(draw),
    cancelFrame: (request) => cancelAnimationFrame(request),
    loadSurface: () => import('../../danmaku/canvas/surface.ts'),
    loadRich: () => import('../../danmaku/rich/layer.ts'),
    adoptStyle: (sheet) => this.shadowRoot?.adoptedStyleSheets.push(sheet),
    picked: (line) => this.dispatchEvent(new DanmuPickEvent(line)),
  })
  readonly #refresh = (): void => this.#stage.refresh()
  readonly #sizes = new ResizeObserver(this.#refresh)
  #debugTimer: ReturnType<typeof setTimeout> | undefined
  #life = new AbortController()
  #status: StatusLine | undefined

  /** The figures of the stage. */
  get stats(): StageStats {
    return this.#stage.stats
  }

  /** The current rectangles of all lines on the stage. */
  get boxes(): readonly LineBox[] {
    return this.#stage.boxes
  }

  /** Pauses all movement; lines that arrive meanwhile are dropped. */
  pause(): void {
    this.#stage.pause()
  }

  /** Resumes after `pause`. */
  play(): void {
    this.#stage.play()
  }

  override clear(): void {
    this.#stage.clear()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    const { parentElement } = this
    const isOver = parentElement && getComputedStyle(parentElement).position !== 'static'
    this.toggleAttribute('fills', isOver === true)
    this.#life = new AbortController()
    const { signal } = this.#life
    this.#sizes.observe(this)
    this.#lessMotion.addEventListener('change', this.#refresh, { signal })
    const remeasure = (): void => this.#stage.remeasure()
    document.fonts.addEventListener('loadingdone', remeasure, { signal })
    void document.fonts.ready.then(remeasure)
    void this.#stage.open()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#life.abort()
    this.#sizes.disconnect()
    this.#stage.close()
    clearTimeout(this.#debugTimer)
  }

  protected override get ownKinds(): string {
    return overlayKinds
  }

  /** Danmaku is live: missed events are not caught up with, except for paid messages. */
  protected override receive(event: FeedEvent, live: boolean): void {
    if (event.type === 'retract') {
      const target = targetOf(event)
      return this.#stage.withdraw((line) => isTargetLine(line, target))
    }
    if (!live && event.type !== 'superchat') return
    const line = commentOf(event, wordsFor(overlayWords, this.room.language))
    if (line && this.mayShow(event)) this.#stage.push(line)
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
    const { room: connection, debug, stats: figures } = this
    const { away, feed, language } = connection
    const isNeeded = debug || away || feed.status.kind !== 'connecting'
    if (isNeeded && !this.#status) void this.#loadStatus()
    this.#status?.show({ connection, debug, figures, language })
    this.#stage.refresh()
    clearTimeout(this.#debugTimer)
    if (debug) this.#debugTimer = setTimeout(() => this.requestUpdate(), debugEveryMs)
  }

  async #loadStatus(): Promise<void> {
    const { StatusLine } = await import('./status-line.ts')
    this.#status ??= new StatusLine(this)
    this.requestUpdate()
  }
}

define('danmu-overlay', DanmuOverlay)

declare global {
  interface HTMLElementTagNameMap {
    'danmu-overlay': DanmuOverlay
  }
}
