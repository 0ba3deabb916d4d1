import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { FeedEvent, StatsEvent } from '../../../proto/feed/index.ts'
import type { FeedState } from '../../client/reduce.ts'
import type { OptionProperties } from '../../option/declared.ts'
import { type Figure, statsOptions } from '../../option/stats.ts'
import { define } from '../define.ts'
import { baseStyles } from '../base/base.css.ts'
import { FeedElement } from '../base/feed-element.ts'
import { propertiesOf } from '../base/option-property.ts'
import { state } from '../property.ts'
import { styles } from './danmu-stats.css.ts'
import {
  type Facts,
  figureOf,
  figureText,
  isFigure,
  paidBy,
  progressOf,
  readFigures,
} from './figure.ts'

const ownKinds = 'stats gift superchat membership'

/**
 * Figures of the room, summed over all sources, and a goal with a bar. `income` is the figure of
 * the platform, `paid` the sum of all payments since the element was added; both in yuan.
 *
 * @slot goal - the name of the goal; replaces that of its figure
 * @csspart figures - all figures
 * @csspart figure - one; also `figure--online` and so on
 * @csspart label, value - the contents of a figure
 * @csspart goal - the goal; also `goal--reached`
 * @csspart goal-label, goal-value - the text above the bar
 * @csspart track, fill - the bar
 * @cssproperty --danmu-size - size of the text
 * @cssproperty --danmu-plate, --danmu-border, --danmu-radius, --danmu-shadow - plates
 * @cssproperty --danmu-text, --danmu-quiet, --danmu-text-shadow - the text
 * @cssproperty --danmu-accent, --danmu-track - the bar and its track
 * @fires danmu-goal - once, when the goal is reached; `detail` is `{ figure, goal }`, the name and the number of the goal
 */
export class DanmuStats extends FeedElement implements OptionProperties<typeof statsOptions> {
  static override readonly styles = [baseStyles, styles]
  static override readonly properties = propertiesOf(statsOptions)

  /** Figures to show: any of `online`, `connections`, `seen`, `likes`, `followers`, `income`, `paid`; may be empty. */
  declare figures: string

  /** The target of the goal; 0 shows no goal. */
  declare goal: number

  /** Earlier payments that count for `paid`, yuan. */
  declare paidBefore: number

  /** The figure that the goal measures. */
  declare goalOf: Figure

  @state() private stats: Readonly<Record<string, StatsEvent>> = {}
  @state() private paidCents = 0

  #reached = false

  protected override get ownKinds(): string {
    return ownKinds
  }

  /** Resets the payments, and each figure until the next report. */
  override clear(): void {
    this.stats = {}
    this.paidCents = 0
    this.#reached = false
  }

  protected override show(event: FeedEvent): void {
    if (event.type === 'stats') {
      const { source } = event
      this.stats = { ...this.stats, [source]: { ...this.stats[source], ...event } }
    }
    this.paidCents += paidBy(event)
  }

  protected override feedChanged({ sources }: FeedState, before: FeedState): void {
    if (sources !== before.sources) {
      const reported = Object.entries(sources).flatMap(([source, { stats }]) =>
        stats ? [[source, stats] as const] : [],
      )
      this.stats = { ...this.stats, ...Object.fromEntries(reported) }
    }
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const figure = this.#goalFigure
    if (this.goal <= 0) return
    const { reached } = progressOf(figure, this.goal, { facts: this.#facts, words: this.words })
    if (reached && !this.#reached) this.dispatchEvent(new DanmuGoalEvent(figure, this.goal))
    this.#reached = reached
  }

  protected override render(): TemplateResult {
    return html`${this.#renderFigures()}${this.goal > 0 ? this.#renderGoal() : nothing}`
  }

  get #facts(): Facts {
    return { stats: Object.values(this.stats), paidCents: this.paidCents + this.paidBefore * 100 }
  }

  get #goalFigure(): Figure {
    return isFigure(this.goalOf) ? this.goalOf : 'paid'
  }

  #renderFigures(): TemplateResult | typeof nothing {
    const { words } = this
    const known = readFigures(this.figures).flatMap((figure) => {
      const value = figureOf(figure, this.#facts)
      return value === undefined ? [] : [{ figure, text: figureText(figure, value, words) }]
    })
    if (known.length === 0) return nothing
    return html`<dl part="figures" class="figures">
      ${known.map(
        ({ figure, text }) =>
          html`<div part="figure figure--${figure}" class="figure plate">
            <dt part="label" class="label">${words.figureNames[figure]}</dt>
            <dd part="value" class="value number">${text}</dd>
          </div>`,
      )}
    </dl>`
  }

  #renderGoal(): TemplateResult {
    const { words } = this
    const figure = this.#goalFigure
    const { share, reached, value, goal } = progressOf(figure, this.goal, {
      facts: this.#facts,
      words,
    })
    return html`<div part=${reached ? 'goal goal--reached' : 'goal'} class="goal plate">
      <div class="above">
        <span part="goal-label"><slot name="goal">${words.figureNames[figure]}</slot></span>
        <span part="goal-value" class="number">${value} / ${goal}</span>
      </div>
      <div
        part="track"
        class="track"
        role="progressbar"
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${Math.floor(share * 100)}
        aria-valuetext="${value} / ${goal}"
      >
        <i part="fill" class="fill" .style=${`transform:scaleX(${share.toFixed(4)})`}></i>
      </div>
    </div>`
  }
}

/** The event that is sent once a goal is reached. */
export class DanmuGoalEvent extends CustomEvent<{
  readonly figure: Figure
  readonly goal: number
}> {
  constructor(figure: Figure, goal: number) {
    super('danmu-goal', { bubbles: true, composed: true, detail: { figure, goal } })
  }
}

define('danmu-stats', DanmuStats)

declare global {
  interface HTMLElementTagNameMap {
    'danmu-stats': DanmuStats
  }
  interface HTMLElementEventMap {
    'danmu-goal': DanmuGoalEvent
  }
}
