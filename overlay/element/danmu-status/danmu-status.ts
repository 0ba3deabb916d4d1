import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { FeedEvent } from '../../../proto/feed/index.ts'
import type { FeedState } from '../../client/reduce.ts'
import { baseStyles } from '../feed/base.css.ts'
import { FeedElement } from '../feed/feed-element.ts'
import { property, state } from '../property.ts'
import { createFrameMeter } from './frame-meter.ts'
import { styles } from './danmu-status.css.ts'
import { everything, type Measured, troubles } from './report.ts'

/** A connection that is away for less is nobody's business, milliseconds. */
export const awayAfterMs = 3_000

const debugEveryMs = 1_000

/** Elements of the kit that leave things out when too much comes, and count it. */
const counting = 'danmu-overlay, danmu-chat'

/**
 * Says what is wrong, in words: the room, the connection, the sources. Invisible while all is well;
 * with `debug` it always shows, with what the platform withholds and the figures of the page.
 *
 * @csspart status - the panel
 * @csspart remark - a line of it; also `remark--wrong`
 * @cssproperty --danmu-size - size of the text
 * @cssproperty --danmu-plate, --danmu-border, --danmu-radius, --danmu-shadow - the panel
 * @cssproperty --danmu-text, --danmu-text-shadow, --danmu-danger - what is written
 */
export class DanmuStatus extends FeedElement {
  static override readonly styles = [baseStyles, styles]

  /** Shows the panel always, with figures. */
  @property({ type: Boolean }) debug = false

  @state() private away = false

  readonly #frames = createFrameMeter()
  #awayTimer: ReturnType<typeof setTimeout> | undefined
  #debugTimer: ReturnType<typeof setInterval> | undefined
  #lastEventAt: number | undefined

  override clear(): void {
    this.#lastEventAt = undefined
    this.requestUpdate()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#awayTimer)
    this.#awayTimer = undefined
    this.#stopMeasuring()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.debug) this.#startMeasuring()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    if (!changed.has('debug')) return
    if (this.debug) this.#startMeasuring()
    else this.#stopMeasuring()
  }

  protected override show(_event: FeedEvent): void {
    // Nothing of what happens in the room is shown here.
  }

  protected override heard(feed: FeedState): void {
    const { feed: before } = this
    super.heard(feed)
    if (feed.position?.seq !== before.position?.seq) this.#lastEventAt = performance.now()
    if (feed.status === before.status && feed.sources === before.sources) return
    this.#watch(feed.status.kind !== 'open' && this.src !== '')
    this.requestUpdate()
  }

  protected override render(): TemplateResult | typeof nothing {
    const remarks =
      this.src === ''
        ? []
        : (this.debug ? everything : troubles)(this.feed, this.#measured(), this.words)
    if (remarks.length === 0) return nothing
    return html`<div part="status" class="status plate" role="status">
      ${remarks.map(
        ({ wrong, text }) =>
          html`<p part=${wrong ? 'remark remark--wrong' : 'remark'} class=${wrong ? 'wrong' : ''}>
            ${text}
          </p>`,
      )}
    </div>`
  }

  #measured(): Measured {
    const counters = this.debug ? document.querySelectorAll<Counting>(counting) : []
    const dropped = [...counters].reduce((sum, { stats }) => sum + (stats?.dropped ?? 0), 0)
    const at = this.#lastEventAt
    const quietSeconds = at === undefined ? undefined : Math.floor((performance.now() - at) / 1_000)
    return { away: this.away, quietSeconds, fps: this.#frames.perSecond(), dropped }
  }

  /** Has the connection mentioned if it stays away. */
  #watch(missing: boolean): void {
    if (missing) {
      this.#awayTimer ??= setTimeout(() => (this.away = true), awayAfterMs)
      return
    }
    clearTimeout(this.#awayTimer)
    this.#awayTimer = undefined
    this.away = false
  }

  #startMeasuring(): void {
    this.#frames.start()
    this.#debugTimer ??= setInterval(() => this.requestUpdate(), debugEveryMs)
  }

  #stopMeasuring(): void {
    this.#frames.stop()
    clearInterval(this.#debugTimer)
    this.#debugTimer = undefined
  }
}

/** An element of the kit that counts, once it is defined. */
interface Counting extends HTMLElement {
  readonly stats?: { readonly dropped: number }
}

if (!customElements.get('danmu-status')) customElements.define('danmu-status', DanmuStatus)

declare global {
  interface HTMLElementTagNameMap {
    'danmu-status': DanmuStatus
  }
}
