import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { property } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { wordsFor } from '../../../locale/index.ts'
import { dockWords, type DockWords } from '../../../locale/dock.ts'
import { overlayWords } from '../../../locale/overlay.ts'
import { nameOf } from '../../../locale/name.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { icon } from '../../../theme/icon.ts'
import { eventText } from '../../event-text.ts'
import type { ThanksRow } from '../board.ts'
import { listStyles } from '../list.css.ts'

/**
 * The payments of the dock that wait for thanks.
 *
 * @fires payments-thank - when payments were thanked for; `detail` is their keys
 */
export class DockThanks extends LitElement {
  static override readonly styles = [controlStyles, listStyles]

  @property() override lang = ''
  @property({ attribute: false }) thanks: readonly ThanksRow[] = []

  protected override render(): TemplateResult {
    const say = wordsFor(dockWords, this.lang)
    const { thanks } = this
    return html`<section class="panel thanks" aria-labelledby="thanks">
      <div class="title">
        <h2 id="thanks">${say.thanks} <span class="count">${thanks.length}</span></h2>
        <button class="small" ?disabled=${thanks.length === 0} @click=${() => this.#thank(thanks)}>
          ${icon('check')}${say.thankAll}
        </button>
      </div>
      ${thanks.length === 0 ? html`<p class="quiet">${say.thanksEmpty}</p>` : nothing}
      <ol tabindex="0" aria-labelledby="thanks">
        ${repeat(
          thanks,
          ({ key }) => key,
          (row) => this.#renderRow(row, say),
        )}
      </ol>
    </section>`
  }

  #renderRow(row: ThanksRow, say: DockWords): TemplateResult {
    const { event } = row
    const person = nameOf(event.user, wordsFor(overlayWords, this.lang))
    const { name, text, value } = eventText(event, this.lang)
    return html`<li class=${event.type}>
      <p>
        ${name === undefined ? nothing : html`<b>${name}</b>`} ${text}
        ${value === undefined ? nothing : html`<strong>${value}</strong>`}
      </p>
      <button class="small" aria-label=${say.thank(person)} @click=${() => this.#thank([row])}>
        ${icon('check')}
      </button>
    </li>`
  }

  #thank(rows: readonly ThanksRow[]): void {
    const detail = rows.map(({ key }) => key)
    this.dispatchEvent(new CustomEvent('payments-thank', { detail }))
  }
}

customElements.define('dock-thanks', DockThanks)

declare global {
  interface HTMLElementTagNameMap {
    'dock-thanks': DockThanks
  }
}
