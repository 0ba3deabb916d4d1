import { html, nothing, type TemplateResult } from 'lit'
import { state } from 'lit/decorators.js'
import type { AnswerJson } from '../../../../proto/api/endpoint.ts'
import { coinWords } from '../../../locale/coin.ts'
import { wordsFor } from '../../../locale/index.ts'
import { api, type PageApi, type Transfer } from '../../api.ts'
import { transferFacts } from '../../transfer.ts'
import { MeSection } from '../me-section.ts'

type Ledger = AnswerJson<PageApi['GET /api/me/ledger']>

/** The coins of the own account, and its statement. */
export class MeLedger extends MeSection {
  /** The newest page; undefined until the server has answered. */
  @state() private ledger: Ledger | undefined
  @state() private transfers: readonly Transfer[] = []
  /** The cursor of the next page. */
  @state() private next: string | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  protected override render(): TemplateResult {
    const words = wordsFor(coinWords, this.lang)
    const { ledger, transfers, next } = this
    return html`<section class="panel" aria-labelledby="heading">
      <h2 id="heading">${words.ledger}</h2>
      ${
        ledger
          ? html`<p>${words.balance(ledger.balance)}</p>
              <p class="quiet">${words.spentToday(ledger.spentToday, ledger.dailyLimit)}</p>`
          : nothing
      }
      <p class="quiet">${words.noMoney}</p>
      <ul>
        ${transfers.map(
          (transfer) => html`<li class="row">${transferFacts(transfer, words, this.lang)}</li>`,
        )}
      </ul>
      ${next === undefined ? nothing : this.renderMore(() => void this.#load(next))}
      ${this.renderResult()}
    </section>`
  }

  async #load(before?: string): Promise<void> {
    const query = { limit: 20, ...(before !== undefined && { before: Number(before) }) }
    const answer = await this.answered(api('GET /api/me/ledger', { query }))
    if (answer.kind !== 'done') return
    const { transfers, next } = answer.body
    if (before === undefined) this.ledger = answer.body
    this.transfers = [...(before === undefined ? [] : this.transfers), ...transfers]
    this.next = next
  }
}

customElements.define('me-ledger', MeLedger)

declare global {
  interface HTMLElementTagNameMap {
    'me-ledger': MeLedger
  }
}
