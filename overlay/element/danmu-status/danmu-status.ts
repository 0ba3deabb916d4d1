import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { FeedEvent } from '../../../proto/feed/index.ts'
import type { FeedState } from '../../client/reduce.ts'
import { define } from '../define.ts'
import { baseStyles } from '../base/base.css.ts'
import { FeedElement } from '../base/feed-element.ts'
import { createFrameMeter } from './frame-meter.ts'
import { styles } from './danmu-status.css.ts'
import { type Hindered, hinderedIn } from './hindered.ts'
import type { Measured, Remark, Report } from './report.ts'

/**
 * The time after which a connecting source is shown, milliseconds: most connect at the second
 * attempt.
 */
export const stuckAfterMs = 10_000

const debugEveryMs = 1_000
const timerSlackMs = 5 // browsers round timers

/** The elements of the kit that drop and count events under load. */
const counting = 'danmu-overlay, danmu-chat'

/**
 * Shows problems in words: the room, the connection, the sources. Invisible without a problem; with
 * `debug` it is always visible, with the limits of the platform and the figures of the page.
 *
 * @csspart status - the panel
 * @csspart remark - a line of it; also `remark--wrong`
 * @cssproperty --danmu-size - size of the text
 * @cssproperty --danmu-plate, --danmu-border, --danmu-radius, --danmu-shadow - the panel
 * @cssproperty --danmu-text, --danmu-text-shadow, --danmu-danger - the text
 */
export class DanmuStatus extends FeedElement {
  static override readonly styles = [baseStyles, styles]
  static override readonly properties = { debug: { type: Boolean, initial: false } }

  /** Shows the panel always, with figures. */
  declare debug: boolean

  readonly #frames = createFrameMeter()
  #hindered: Hindered = new Map()
  #report: Report | undefined
  #stuckTimer: ReturnType<typeof setTimeout> | undefined
  #debugTimer: ReturnType<typeof setInterval> | undefined
  #lastEventAt: number | undefined

  override clear(): void {
    this.#lastEventAt = undefined
    this.requestUpdate()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#stuckTimer)
    this.#hindered = new Map()
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
    // Events of the room are not shown here.
  }

  protected override feedChanged(feed: FeedState, before: FeedState): void {
    if (feed.position?.seq !== before.position?.seq) this.#lastEventAt = performance.now()
    if (feed.status === before.status && feed.sources === before.sources) return
    this.#watchSources(feed)
    if (feed.status.kind !== 'connecting') void this.#loadReport()
  }

  protected override render(): TemplateResult | typeof nothing {
    const remarks = this.src === '' ? [] : this.#remarks()
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

  #remarks(): readonly Remark[] {
    const report = this.#report
    if (!report) return []
    const remarksOf = this.debug ? report.everything : report.troubles
    return remarksOf(this.room.feed, this.#measured(), this.room.language)
  }

  #measured(): Measured {
    const counters = this.debug ? document.querySelectorAll<Counting>(counting) : []
    const dropped = [...counters].reduce((sum, { stats }) => sum + (stats?.dropped ?? 0), 0)
    const at = this.#lastEventAt
    const quietSeconds = at === undefined ? undefined : Math.floor((performance.now() - at) / 1_000)
    const stuck = [...this.#hindered].filter(
      ([, since]) => performance.now() - since >= stuckAfterMs,
    )
    return {
      away: this.room.away,
      stuck: new Set(stuck.map(([name]) => name)),
      quietSeconds,
      fps: this.#frames.perSecond(),
      dropped,
    }
  }

  /**
   * Follows the sources that cannot connect, and renders again when the next one is to be shown.
   */
  #watchSources(feed: FeedState): void {
    const now = performance.now()
    this.#hindered = hinderedIn(feed, this.#hindered, now)
    clearTimeout(this.#stuckTimer)
    const waits = [...this.#hindered.values()].map((at) => at + stuckAfterMs - now)
    const nextMs = Math.min(...waits.filter((waitMs) => waitMs > 0))
    if (nextMs === Infinity) return
    this.#stuckTimer = setTimeout(() => this.requestUpdate(), Math.ceil(nextMs) + timerSlackMs)
  }

  /** Loads the texts as soon as a connection exists, so that they are ready when it is lost. */
  async #loadReport(): Promise<void> {
    if (this.#report) return
    this.#report = await import('./report.ts')
    this.requestUpdate()
  }

  #startMeasuring(): void {
    void this.#loadReport()
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

define('danmu-status', DanmuStatus)

declare global {
  interface HTMLElementTagNameMap {
    'danmu-status': DanmuStatus
  }
}
