import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { property, state } from 'lit/decorators.js'
import { giftPanelWords } from '../../../locale/gift-panel.ts'
import { wordsFor } from '../../../locale/index.ts'
import { livePageWords } from '../../../locale/live-page.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { api, type Contributor } from '../../api.ts'
import { styles } from './live-gifts.css.ts'

const windows = ['broadcast', 'all'] as const
const shownRows = 20

/** The gifts of a live room, and who gave most; nothing if the server has none. */
export class LiveGifts extends LitElement {
  static override readonly styles = [controlStyles, styles]

  @property() override lang = ''
  /** The stream of the room. */
  @property() src = ''
  /** The id of the room. */
  @property() room = ''
  /** Rises when the board of the room has changed. */
  @property({ type: Number }) version = 0

  /** True if the server has a catalogue. */
  @state() private isOffered = false
  @state() private isPanelOpen = false
  @state() private isBoardOpen = false
  /** The span of the board: the last broadcast, or all. */
  @state() private span: (typeof windows)[number] = 'broadcast'
  /** Undefined until the server has answered. */
  @state() private rows: readonly Contributor[] | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#ask()
  }

  protected override updated(changed: PropertyValues): void {
    const isOther = ['version', 'room', 'isBoardOpen', 'span'].some((name) => changed.has(name))
    if (this.isBoardOpen && isOther) void this.#loadBoard()
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.isOffered) return nothing
    const { lang, src } = this
    return html`<details @toggle=${(event: Event) => (this.isPanelOpen = isOpen(event))}>
        <summary>${wordsFor(giftPanelWords, lang).gift}</summary>
        ${
          this.isPanelOpen
            ? html`<danmu-gift-panel
                .lang=${lang}
                .src=${src}
                @danmu-paid=${() => void this.#loadBoard()}
              ></danmu-gift-panel>`
            : nothing
        }
      </details>
      <details @toggle=${(event: Event) => (this.isBoardOpen = isOpen(event))}>
        <summary>${wordsFor(livePageWords, lang).contributors}</summary>
        ${this.isBoardOpen ? this.#renderBoard() : nothing}
      </details>`
  }

  #renderBoard(): TemplateResult {
    const words = wordsFor(livePageWords, this.lang)
    const { coins } = wordsFor(giftPanelWords, this.lang)
    const { rows } = this
    return html`<div class="windows" role="radiogroup" aria-label=${words.contributors}>
        ${windows.map(
          (span) =>
            html`<label class="chip"
              ><input
                type="radio"
                name="span"
                .checked=${span === this.span}
                @change=${() => (this.span = span)}
              /><span>${words.spans[span]}</span></label
            >`,
        )}
      </div>
      ${rows?.length === 0 ? html`<p class="quiet">${words.noContributors}</p>` : nothing}
      <ol>
        ${rows?.map(
          ({ rank, account: { id, name = id }, score }) =>
            html`<li>
              <span class="number">${rank}</span><span>${name}</span
              ><span class="number">${coins(score)}</span>
            </li>`,
        )}
      </ol>`
  }

  async #ask(): Promise<void> {
    const answer = await api('GET /api/live-gifts')
    this.isOffered = answer.kind === 'done' && answer.body.gifts.length > 0
  }

  async #loadBoard(): Promise<void> {
    if (!this.isBoardOpen) return
    const query = { of: this.span, limit: shownRows }
    const answer = await api('GET /api/live/:id/rank', { params: { id: this.room }, query })
    if (answer.kind === 'done') this.rows = answer.body.rows
  }
}

function isOpen({ currentTarget }: Event): boolean {
  return currentTarget instanceof HTMLDetailsElement && currentTarget.open
}

customElements.define('live-gifts', LiveGifts)

declare global {
  interface HTMLElementTagNameMap {
    'live-gifts': LiveGifts
  }
}
