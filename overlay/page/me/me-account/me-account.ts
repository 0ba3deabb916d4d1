import { html, nothing, type TemplateResult } from 'lit'
import { property, state } from 'lit/decorators.js'
import { api, type OwnAccount } from '../../api.ts'
import { fieldsOf } from '../../form-section.ts'
import { MeSection } from '../me-section.ts'

/** The name, the password and the end of the own account. */
export class MeAccount extends MeSection {
  @property({ attribute: false }) account: OwnAccount | undefined

  /** True while the user is asked whether the account is to be deleted. */
  @state() private isAsking = false
  /** The form of which the result is shown. */
  @state() private last: 'name' | 'password' | 'delete' = 'name'

  protected override render(): TemplateResult | typeof nothing {
    const { account } = this
    if (!account) return nothing
    return html`${this.#renderName(account)}
    ${account.role === 'guest' ? nothing : this.#renderPassword(account)}
    ${account.role === 'owner' ? nothing : this.#renderEnd()}`
  }

  #renderName({ name }: OwnAccount): TemplateResult {
    const { words } = this
    return html`<section class="panel" aria-labelledby="account">
      <h2 id="account">${words.account}</h2>
      <form @submit=${(event: SubmitEvent) => void this.#rename(event)}>
        <label>
          ${words.name}
          <input name="name" required maxlength="24" autocomplete="username" .value=${name} />
        </label>
        <div class="row">
          <button class="primary" ?disabled=${this.busy}>${words.save}</button>
        </div>
      </form>
      ${this.#renderResultOf('name')}
    </section>`
  }

  #renderPassword({ hasPassword }: OwnAccount): TemplateResult {
    const { words } = this
    return html`<section class="panel" aria-labelledby="password">
      <h2 id="password">${words.password}</h2>
      <form @submit=${(event: SubmitEvent) => void this.#setPassword(event)}>
        ${hasPassword ? this.#renderSecret('current', 'current-password') : nothing}
        ${this.#renderSecret('newPassword', 'new-password')}
        <p class="quiet">${words.passwordHint}</p>
        <div class="row">
          <button class="primary" ?disabled=${this.busy}>${words.setPassword}</button>
        </div>
      </form>
      ${this.#renderResultOf('password')}
    </section>`
  }

  #renderSecret(name: 'current' | 'newPassword', autocomplete: string): TemplateResult {
    return html`<label>
      ${this.words[name]}
      <input type="password" name=${name} required autocomplete=${autocomplete} />
    </label>`
  }

  #renderEnd(): TemplateResult {
    const { words } = this
    return html`<section class="panel" aria-labelledby="delete">
      <h2 id="delete">${words.delete}</h2>
      <p class="quiet">${words.deleteHint}</p>
      ${
        this.isAsking
          ? html`<div role="alertdialog" aria-label=${words.reallyDelete} class="row">
              <span>${words.reallyDelete}</span>
              <button ?disabled=${this.busy} @click=${() => void this.#delete()}>
                ${words.deleteNow}
              </button>
              <button @click=${() => (this.isAsking = false)}>${words.cancel}</button>
            </div>`
          : html`<div class="row">
              <button @click=${() => (this.isAsking = true)}>${words.delete}</button>
            </div>`
      }
      ${this.#renderResultOf('delete')}
    </section>`
  }

  #renderResultOf(form: 'name' | 'password' | 'delete'): TemplateResult | typeof nothing {
    return this.last === form ? this.renderResult() : nothing
  }

  async #rename(event: SubmitEvent): Promise<void> {
    const body = { name: fieldsOf(event)('name') }
    this.last = 'name'
    const answer = await this.saved(api('PATCH /api/me', { body }))
    if (answer.kind === 'done') this.#tell()
  }

  async #setPassword(event: SubmitEvent): Promise<void> {
    const form = event.currentTarget as HTMLFormElement // the listener is on a form
    event.preventDefault()
    const valueOf = (name: string): string =>
      form.querySelector<HTMLInputElement>(`[name=${name}]`)?.value ?? ''
    const current = valueOf('current')
    const body = { password: valueOf('newPassword'), ...(current !== '' && { current }) }
    this.last = 'password'
    const answer = await this.saved(api('POST /api/me/password', { body }))
    if (answer.kind !== 'done') return
    form.reset()
    this.#tell()
  }

  async #delete(): Promise<void> {
    this.last = 'delete'
    const answer = await this.answered(api('DELETE /api/me'))
    this.isAsking = false
    if (answer.kind === 'done') location.assign('/login')
  }

  /** Tells the page that the account has changed. */
  #tell(): void {
    this.dispatchEvent(new Event('account-change', { bubbles: true, composed: true }))
  }
}

customElements.define('me-account', MeAccount)

declare global {
  interface HTMLElementTagNameMap {
    'me-account': MeAccount
  }
}
