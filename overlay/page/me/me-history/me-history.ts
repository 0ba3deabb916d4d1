import { html, nothing, type TemplateResult } from 'lit'
import { state } from 'lit/decorators.js'
import { api, type Visit } from '../../api.ts'
import { MeSection } from '../me-section.ts'

/** The live rooms that the own account has visited. */
export class MeHistory extends MeSection {
  /** Undefined until the server has answered. */
  @state() private visits: readonly Visit[] | undefined
  /** The cursor of the next page. */
  @state() private next: string | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  protected override render(): TemplateResult {
    const { words, visits, next } = this
    return html`<section class="panel" aria-labelledby="heading">
      <h2 id="heading">${words.history}</h2>
      ${visits?.length === 0 ? html`<p class="quiet">${words.noHistory}</p>` : nothing}
      <ul>
        ${visits?.map(
          ({ id, lastAt }) =>
            html`<li>
              <a href="/live/${id}">${id}</a>
              <span class="quiet">${this.timeText(lastAt)}</span>
            </li>`,
        )}
      </ul>
      ${next === undefined ? nothing : this.renderMore(() => void this.#load(next))}
      ${this.renderResult()}
    </section>`
  }

  async #load(cursor?: string): Promise<void> {
    const query = { ...(cursor !== undefined && { cursor }) }
    const answer = await this.answered(api('GET /api/me/history', { query }))
    if (answer.kind !== 'done') return
    this.visits = [...(cursor === undefined ? [] : (this.visits ?? [])), ...answer.body.visits]
    this.next = answer.body.next
  }
}

customElements.define('me-history', MeHistory)

declare global {
  interface HTMLElementTagNameMap {
    'me-history': MeHistory
  }
}
