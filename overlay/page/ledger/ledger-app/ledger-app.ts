import { html, nothing, type TemplateResult } from 'lit'
import { state } from 'lit/decorators.js'
import { AccountController } from '../../../element/base/account-controller.ts'
import { RequestKeys } from '../../../api/request-key.ts'
import { coinWords, type CoinWords } from '../../../locale/coin.ts'
import { wordsFor } from '../../../locale/index.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { api, type Transfer } from '../../api.ts'
import { fieldsOf, FormSection } from '../../form-section.ts'
import { frameStyles } from '../../page-frame.css.ts'
import { describePage, pageHeader, pageLanguage } from '../../page-frame.ts'
import { sectionStyles } from '../../section.css.ts'
import { transferFacts } from '../../transfer.ts'

type Kind = Transfer['kind']

const kinds = ['topup', 'gift', 'superchat', 'refund'] as const satisfies readonly Kind[]

/** The page of the coins of all accounts: transfers, top-ups, refunds, the check. */
export class LedgerApp extends FormSection {
  static override readonly styles = [controlStyles, sectionStyles, frameStyles]

  override lang = pageLanguage()

  @state() private transfers: readonly Transfer[] | undefined
  /** The cursor of the next page. */
  @state() private next: string | undefined
  @state() private kind: Kind | undefined
  /** False with the embedded database, which may lose the newest transfers. */
  @state() private durable = true
  /** The transfer whose refund is being written. */
  @state() private refunding: string | undefined
  /** The result of the last check, and of a name that is unknown. */
  @state() private notice = ''

  readonly #account = new AccountController(this, () => ({ address: location.origin }))
  readonly #keys = new RequestKeys((bytes) => crypto.getRandomValues(bytes))

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  protected override updated(): void {
    describePage(wordsFor(coinWords, this.lang).ledger, this.lang)
  }

  protected override render(): TemplateResult {
    const words = wordsFor(coinWords, this.lang)
    return html`${pageHeader(words.ledger, this.lang, (language) => (this.lang = language))}
      <main>
        <p class="quiet">${words.noMoney}</p>
        ${this.durable ? nothing : html`<p class="trouble">${words.lossy}</p>`}
        ${this.notice === '' ? nothing : html`<p role="status">${this.notice}</p>`}
        ${this.renderResult()} ${this.#mayIssue ? this.#renderTopup(words) : nothing}
        ${this.#renderList(words)}
      </main>`
  }

  /** True if the account gives coins and takes transfers back; others only read. */
  get #mayIssue(): boolean {
    const role = this.#account.me?.account?.role
    return role === 'owner' || role === 'admin'
  }

  #renderTopup(words: CoinWords): TemplateResult {
    return html`<section class="panel" aria-labelledby="topup">
      <h2 id="topup">${words.topup}</h2>
      <p class="quiet">${words.topupHint}</p>
      <form @submit=${(event: SubmitEvent) => void this.#topUp(event)}>
        <label>
          ${words.name}
          <input name="name" required maxlength="24" autocomplete="off" />
        </label>
        <label>
          ${words.amount}
          <input name="coins" type="number" required min="1" max="1000000000" />
        </label>
        ${reasonField(words)}
        <div class="row">
          <button class="primary" ?disabled=${this.busy}>${words.give}</button>
        </div>
      </form>
    </section>`
  }

  #renderList(words: CoinWords): TemplateResult {
    const { transfers, next } = this
    return html`<section class="panel" aria-labelledby="list">
      <h2 id="list">${words.transfers}</h2>
      <div class="row">
        <select aria-label=${words.kind} @change=${(event: Event) => this.#filter(event)}>
          <option value="">${words.allKinds}</option>
          ${kinds.map((kind) => html`<option value=${kind}>${words.kinds[kind]}</option>`)}
        </select>
        <button ?disabled=${this.busy} @click=${() => void this.#check(words)}>
          ${words.check}
        </button>
      </div>
      ${transfers?.length === 0 ? html`<p class="quiet">${words.noTransfers}</p>` : nothing}
      <ul>
        ${transfers?.map((transfer) => this.#renderTransfer(transfer, words))}
      </ul>
      ${
        next === undefined
          ? nothing
          : html`<button ?disabled=${this.busy} @click=${() => void this.#load(next)}>
              ${words.more}
            </button>`
      }
    </section>`
  }

  #renderTransfer(transfer: Transfer, words: CoinWords): TemplateResult {
    const { id, account, kind, refundedBy } = transfer
    const isOpen = this.#mayIssue && kind !== 'refund' && refundedBy === undefined
    return html`<li class="row">
      <span>${account.name ?? account.id}</span> ${transferFacts(transfer, words, this.lang)}
      ${
        isOpen && this.refunding !== id
          ? html`<button
              class="small"
              aria-label=${words.refundOf(id)}
              @click=${() => (this.refunding = id)}
            >
              ${words.refund}
            </button>`
          : nothing
      }
      ${
        this.refunding === id
          ? html`<form class="row" @submit=${(event: SubmitEvent) => void this.#refund(event, id)}>
              ${reasonField(words)}
              <button ?disabled=${this.busy}>${words.refund}</button>
              <button type="button" @click=${() => (this.refunding = undefined)}>
                ${words.cancel}
              </button>
            </form>`
          : nothing
      }
    </li>`
  }

  #filter({ currentTarget }: Event): void {
    const value = currentTarget instanceof HTMLSelectElement ? currentTarget.value : ''
    this.kind = kinds.find((kind) => kind === value)
    void this.#load()
  }

  async #load(before?: string): Promise<void> {
    const { kind } = this
    const query = {
      limit: 50,
      ...(kind !== undefined && { kind }),
      ...(before !== undefined && { before: Number(before) }),
    }
    const answer = await this.answered(api('GET /api/ledger', { query }))
    if (answer.kind !== 'done') return
    const { transfers, next } = answer.body
    this.transfers = [...(before === undefined ? [] : (this.transfers ?? [])), ...transfers]
    this.next = next
    this.durable = answer.body.durable
  }

  async #topUp(event: SubmitEvent): Promise<void> {
    const form = event.currentTarget as HTMLFormElement // the listener is on a form
    const field = fieldsOf(event)
    const content = { coins: Number(field('coins')), reason: field('reason') }
    const query = { name: field('name') }
    this.notice = ''
    const found = await this.answered(api('GET /api/accounts', { query }))
    if (found.kind !== 'done') return
    const [account] = found.body.accounts
    if (!account) {
      this.notice = wordsFor(coinWords, this.lang).noAccount
      return
    }
    const wanted = { ...content, account: account.id }
    const body = { ...wanted, key: this.#keys.keyOf(wanted) }
    const answer = await this.saved(api('POST /api/ledger/topups', { body }))
    this.#keys.settle(answer)
    if (answer.kind !== 'done') return
    form.reset()
    this.transfers = [answer.body, ...(this.transfers ?? [])]
  }

  async #refund(event: SubmitEvent, transfer: string): Promise<void> {
    const wanted = { transfer, reason: fieldsOf(event)('reason') }
    const body = { ...wanted, key: this.#keys.keyOf(wanted) }
    const answer = await this.saved(api('POST /api/ledger/refunds', { body }))
    this.#keys.settle(answer)
    if (answer.kind !== 'done') return
    this.refunding = undefined
    await this.#load()
  }

  async #check(words: CoinWords): Promise<void> {
    const answer = await this.answered(api('GET /api/ledger/check'))
    if (answer.kind !== 'done') return
    const { faults, transfers } = answer.body
    this.notice =
      faults.length === 0
        ? words.balanced(transfers)
        : [words.faults(faults.length), ...faults].join(' ')
  }
}

function reasonField(words: CoinWords): TemplateResult {
  return html`<label>
    ${words.reason}
    <input name="reason" required maxlength="200" autocomplete="off" />
  </label>`
}

customElements.define('ledger-app', LedgerApp)

declare global {
  interface HTMLElementTagNameMap {
    'ledger-app': LedgerApp
  }
}
