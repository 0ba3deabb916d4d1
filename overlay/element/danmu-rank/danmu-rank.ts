import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { FeedEvent, RankEvent } from '../../../proto/feed/index.ts'
import type { FeedState } from '../../client/reduce.ts'
import type { OptionProperties } from '../../option/declared.ts'
import { rankOptions } from '../../option/rank.ts'
import { define } from '../define.ts'
import { baseStyles } from '../base/base.css.ts'
import { FeedElement } from '../base/feed-element.ts'
import { propertiesOf } from '../base/option-property.ts'
import { nameOf } from '../../locale/name.ts'
import { avatar } from '../base/user-parts.ts'
import { state } from '../property.ts'
import { boardOf, type BoardRow, rowsOf } from './board.ts'
import { styles } from './danmu-rank.css.ts'

const ownKinds = 'rank'

/**
 * A leaderboard of the room, complete from the first frame and live afterwards. The bar behind a
 * row is its share of the first one; rows slide to their new places.
 *
 * @slot heading - replaces the name of the board
 * @csspart board - everything
 * @csspart heading - the name of the board
 * @csspart rows - all rows
 * @csspart row - one; also `row--1`, `row--2` and `row--3` for the first places
 * @csspart bar, place, avatar, author, score - the contents of a row
 * @cssproperty --danmu-size - size of the text
 * @cssproperty --danmu-plate, --danmu-border, --danmu-radius, --danmu-shadow - the board
 * @cssproperty --danmu-text, --danmu-quiet, --danmu-text-shadow - the text
 * @cssproperty --danmu-rank-bar - colour of the bars
 */
export class DanmuRank extends FeedElement implements OptionProperties<typeof rankOptions> {
  static override readonly styles = [baseStyles, styles]
  static override readonly properties = propertiesOf(rankOptions)

  /** The name of the board in the feed; the newest of any name if empty. */
  declare board: string

  /** The number of displayed rows. */
  declare rows: number

  @state() private boards: Readonly<Record<string, RankEvent>> = {}

  #tops: ReadonlyMap<string, number> = new Map()

  protected override get ownKinds(): string {
    return ownKinds
  }

  override clear(): void {
    this.boards = {}
  }

  protected override show(event: FeedEvent): void {
    if (event.type !== 'rank') return
    this.boards = { ...this.boards, [`${event.source} ${event.board}`]: event }
  }

  protected override feedChanged({ ranks, room }: FeedState, before: FeedState): void {
    // A connection that returns has no boards until its first frame.
    if (ranks !== before.ranks && room !== undefined) this.boards = { ...this.boards, ...ranks }
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    if (changed.has('src')) this.boards = {}
    this.#tops = new Map(
      this.#rowElements().map((row) => [row.dataset['key'] ?? '', row.offsetTop]),
    )
  }

  protected override updated(): void {
    if (this.still) return
    for (const row of this.#rowElements()) {
      const before = this.#tops.get(row.dataset['key'] ?? '')
      const shift = before === undefined ? 0 : before - row.offsetTop
      if (shift !== 0) {
        row.animate([{ transform: `translateY(${shift}px)` }, { transform: 'none' }], {
          duration: 240,
          easing: 'ease-out',
          composite: 'add',
        })
      }
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    const board = boardOf(Object.values(this.boards), this.board)
    const rows = rowsOf(board, { max: this.rows, filter: this.filter })
    if (!board || rows.length === 0) return nothing
    return html`<section class="board plate" part="board">
      <div part="heading" class="heading">
        <slot name="heading">${this.words.boards[board.board] ?? board.board}</slot>
      </div>
      <ol part="rows" class="rows">
        ${repeat(
          rows,
          ({ key }) => key,
          (row) => this.#renderRow(row),
        )}
      </ol>
    </section>`
  }

  #renderRow({ key, place, user, score, share }: BoardRow): TemplateResult {
    const part = place <= 3 ? `row row--${place}` : 'row'
    return html`<li part=${part} class="row place-${place}" data-key=${key}>
      <i part="bar" class="bar" .style=${`transform:scaleX(${share.toFixed(3)})`}></i>
      <span part="place" class="place number">${place}</span>
      ${avatar(user)}
      <span part="author" class="author">${nameOf(user, this.words)}</span>
      ${
        score === undefined
          ? nothing
          : html`<span part="score" class="score number">${this.words.count(score)}</span>`
      }
    </li>`
  }

  #rowElements(): readonly HTMLElement[] {
    return [...(this.renderRoot?.querySelectorAll<HTMLElement>('.row') ?? [])]
  }
}

define('danmu-rank', DanmuRank)

declare global {
  interface HTMLElementTagNameMap {
    'danmu-rank': DanmuRank
  }
}
