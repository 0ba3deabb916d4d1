import { html, nothing, type TemplateResult } from 'lit'
import { state } from 'lit/decorators.js'
import type { AccountRole } from '../../../../proto/api/account.ts'
import { accountWords, type AccountWords } from '../../../locale/account.ts'
import { wordsFor } from '../../../locale/index.ts'
import { pageWords } from '../../../locale/page.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { type Answer, api, type ManagedAccount, type SecretLink } from '../../api.ts'
import { fieldsOf, FormSection } from '../../form-section.ts'
import { frameStyles } from '../../page-frame.css.ts'
import { describePage, pageHeader, pageLanguage } from '../../page-frame.ts'
import { sectionStyles } from '../../section.css.ts'

// There is one owner, and guests make themselves.
const givenRoles = ['viewer', 'host', 'moderator', 'analyst', 'admin'] as const
type GivenRole = (typeof givenRoles)[number]

/** The page of the accounts: all of them, new ones, invites. */
export class AccountsApp extends FormSection {
  static override readonly styles = [controlStyles, sectionStyles, frameStyles]

  override lang = pageLanguage()

  @state() private accounts: readonly ManagedAccount[] = []
  /** The cursor of the next page; undefined on the last one. */
  @state() private next: string | undefined
  /** The secret link that was made last: the server shows it once. */
  @state() private link: SecretLink | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  protected override updated(): void {
    describePage(this.#title, this.lang)
  }

  protected override render(): TemplateResult {
    const words = wordsFor(accountWords, this.lang)
    return html`${pageHeader(this.#title, this.lang, (language) => (this.lang = language))}
      <main>
        ${this.renderResult()} ${this.#renderLink(words)} ${this.#renderList(words)}
        <section class="panel" aria-labelledby="new">
          <h2 id="new">${words.newAccount}</h2>
          <form class="row" @submit=${(event: SubmitEvent) => void this.#create(event)}>
            <input
              name="name"
              required
              maxlength="24"
              autocomplete="off"
              aria-label=${words.name}
              placeholder=${words.name}
            />
            ${this.#renderRoles(words, 'viewer', words.role)}
            <button class="primary" ?disabled=${this.busy}>${words.create}</button>
          </form>
        </section>
        <section class="panel" aria-labelledby="invite">
          <h2 id="invite">${words.invite}</h2>
          <p class="quiet">${words.inviteHint}</p>
          <form class="row" @submit=${(event: SubmitEvent) => void this.#invite(event)}>
            ${this.#renderRoles(words, 'viewer', words.role)}
            <label
              >${words.days}<input type="number" name="days" min="1" max="30" value="7" required
            /></label>
            <button class="primary" ?disabled=${this.busy}>${words.create}</button>
          </form>
        </section>
      </main>`
  }

  get #title(): string {
    return wordsFor(pageWords, this.lang).pages.accounts
  }

  #renderLink(words: AccountWords): TemplateResult | typeof nothing {
    const { link } = this
    if (!link) return nothing
    const address = new URL(link.path, location.href).href
    return html`<section class="panel" role="status">
      <p>${words.link}</p>
      <div class="row">
        <input readonly aria-label=${words.link} .value=${address} />
        <button @click=${() => void navigator.clipboard.writeText(address)}>${words.copy}</button>
      </div>
    </section>`
  }

  #renderList(words: AccountWords): TemplateResult {
    return html`<section class="panel" aria-labelledby="list">
      <h2 id="list">${words.list}</h2>
      <ul>
        ${this.accounts.map((account) => this.#renderAccount(account, words))}
      </ul>
      ${
        this.next === undefined
          ? nothing
          : html`<button ?disabled=${this.busy} @click=${() => void this.#load(this.next)}>
              ${words.more}
            </button>`
      }
    </section>`
  }

  #renderAccount(account: ManagedAccount, words: AccountWords): TemplateResult {
    const { id, name = id, role, disabledAt, deletedAt } = account
    if (deletedAt !== undefined) {
      return html`<li><span class="quiet">${words.deleted}: ${id}</span></li>`
    }
    const isDisabled = disabledAt !== undefined
    return html`<li class="row">
      <span
        >${name} ${isDisabled ? html`<span class="quiet">${words.disabled}</span>` : nothing}</span
      >
      ${
        isGiven(role)
          ? this.#renderRoles(
              words,
              role,
              words.roleOf(name),
              (next) => void this.#change(id, { role: next }),
            )
          : html`<span class="quiet">${words.roles[role]}</span>`
      }
      ${
        role === 'owner'
          ? nothing
          : html`<button
              class="small"
              aria-label="${isDisabled ? words.enable : words.disable}: ${name}"
              ?disabled=${this.busy}
              @click=${() => void this.#change(id, { disabled: !isDisabled })}
            >
              ${isDisabled ? words.enable : words.disable}
            </button>`
      }
      ${
        isGiven(role)
          ? html`<button
              class="small"
              aria-label="${words.reset}: ${name}"
              ?disabled=${this.busy}
              @click=${() => void this.#reset(id)}
            >
              ${words.reset}
            </button>`
          : nothing
      }
    </li>`
  }

  #renderRoles(
    words: AccountWords,
    chosen: GivenRole,
    label: string,
    choose?: (role: GivenRole) => void,
  ): TemplateResult {
    return html`<select
      name="role"
      aria-label=${label}
      @change=${({ currentTarget }: Event) => choose?.(roleIn(currentTarget))}
    >
      ${givenRoles.map(
        (role) =>
          html`<option value=${role} ?selected=${role === chosen}>${words.roles[role]}</option>`,
      )}
    </select>`
  }

  async #load(before?: string): Promise<void> {
    const query = { limit: 100, ...(before !== undefined && { before }) }
    const answer = await this.answered(api('GET /api/accounts', { query }))
    if (answer.kind !== 'done') return
    this.accounts = [...(before === undefined ? [] : this.accounts), ...answer.body.accounts]
    this.next = answer.body.next
  }

  async #create(event: SubmitEvent): Promise<void> {
    const field = fieldsOf(event)
    const body = { name: field('name'), role: givenRole(field('role')) }
    const answer = await this.answered(api('POST /api/accounts', { body }))
    if (answer.kind === 'done') this.link = answer.body.link
    if (answer.kind === 'done') this.accounts = [answer.body.account, ...this.accounts]
  }

  async #invite(event: SubmitEvent): Promise<void> {
    const field = fieldsOf(event)
    const body = { role: givenRole(field('role')), days: Number(field('days')) }
    this.#adopt(await this.answered(api('POST /api/invites', { body })))
  }

  async #reset(account: string): Promise<void> {
    const request = api('POST /api/accounts/:account/reset', { params: { account } })
    this.#adopt(await this.answered(request))
  }

  #adopt(answer: Answer<SecretLink>): void {
    if (answer.kind === 'done') this.link = answer.body
  }

  async #change(
    account: string,
    body: { readonly role?: GivenRole; readonly disabled?: boolean },
  ): Promise<void> {
    const request = api('PATCH /api/accounts/:account', { params: { account }, body })
    const answer = await this.saved(request)
    if (answer.kind !== 'done') return
    this.accounts = this.accounts.map((one) => (one.id === account ? answer.body : one))
  }
}

function isGiven(role: AccountRole): role is GivenRole {
  return givenRoles.some((one) => one === role)
}

function givenRole(text: string): GivenRole {
  return givenRoles.find((role) => role === text) ?? 'viewer'
}

function roleIn(target: EventTarget | null): GivenRole {
  return givenRole(target instanceof HTMLSelectElement ? target.value : '')
}

customElements.define('accounts-app', AccountsApp)

declare global {
  interface HTMLElementTagNameMap {
    'accounts-app': AccountsApp
  }
}
