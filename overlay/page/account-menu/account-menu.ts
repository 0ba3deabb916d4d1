import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { property, state } from 'lit/decorators.js'
import { wordsFor } from '../../locale/index.ts'
import { pageWords } from '../../locale/page.ts'
import { controlStyles } from '../../theme/control.css.ts'
import { api } from '../api.ts'

/** The account that this browser is logged in with, and the button to log out; empty without an account. */
export class AccountMenu extends LitElement {
  static override readonly styles = [
    controlStyles,
    css`
      :host {
        display: flex;
        flex: none;
        align-items: center;
        gap: 0.5rem;
      }
    `,
  ]

  @property() override lang = ''

  @state() private name: string | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#ask()
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.name === undefined) return nothing
    const { logOut } = wordsFor(pageWords, this.lang).login
    return html`
      <span class="quiet">${this.name}</span>
      <button class="small" @click=${() => void this.#logOut()}>${logOut}</button>
    `
  }

  async #ask(): Promise<void> {
    const answer = await api('GET /api/me')
    if (answer.kind === 'done') this.name = answer.body.account?.name
  }

  async #logOut(): Promise<void> {
    const answer = await api('POST /api/logout')
    if (answer.kind === 'done') location.reload() // what the account may see is on the page
  }
}

customElements.define('account-menu', AccountMenu)

declare global {
  interface HTMLElementTagNameMap {
    'account-menu': AccountMenu
  }
}
