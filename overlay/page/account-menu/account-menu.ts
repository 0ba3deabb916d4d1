import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { property, state } from 'lit/decorators.js'
import type { AccountRole, meApi } from '../../../proto/api/account.ts'
import type { AnswerJson } from '../../../proto/api/endpoint.ts'
import { wordsFor } from '../../locale/index.ts'
import { type MenuPage, pageWords } from '../../locale/page.ts'
import { controlStyles } from '../../theme/control.css.ts'
import { api } from '../api.ts'

type Account = NonNullable<AnswerJson<(typeof meApi)['GET /api/me']>['account']>

/** The pages in the menu of an account, by its role. */
const pagesOf: Readonly<Record<AccountRole, readonly MenuPage[]>> = {
  owner: ['studio', 'host', 'accounts', 'audit'],
  admin: ['studio', 'host', 'accounts', 'audit'],
  analyst: ['studio'],
  moderator: ['studio'],
  host: ['studio', 'host'],
  viewer: [],
  guest: [],
}

const paths: Readonly<Record<MenuPage, string>> = {
  studio: '/',
  host: '/host',
  accounts: '/accounts',
  audit: '/audit',
}

/**
 * The account that this browser is logged in with, the pages for its role, and the button to log
 * out; empty without an account.
 */
export class AccountMenu extends LitElement {
  static override readonly styles = [
    controlStyles,
    css`
      :host {
        display: flex;
        align-items: center;
        flex-wrap: wrap;
        gap: 0.5rem 0.75rem;
      }

      nav {
        display: flex;
        gap: 0.75rem;
        font-size: 0.875rem;
      }

      a {
        color: var(--page-text);
      }

      a[aria-current] {
        text-decoration: none;
        font-weight: 600;
      }
    `,
  ]

  @property() override lang = ''

  @state() private account: Account | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#ask()
  }

  protected override render(): TemplateResult | typeof nothing {
    const { account } = this
    if (!account) return nothing
    const { login, menu, pages } = wordsFor(pageWords, this.lang)
    return html`
      <nav aria-label=${menu}>
        ${pagesOf[account.role].map(
          (page) =>
            html`<a
              href=${paths[page]}
              aria-current=${location.pathname.split('/')[1] === paths[page].slice(1) ? 'page' : nothing}
              >${pages[page]}</a
            >`,
        )}
      </nav>
      <span class="quiet">${account.name}</span>
      <button class="small" @click=${() => void this.#logOut()}>${login.logOut}</button>
    `
  }

  async #ask(): Promise<void> {
    const answer = await api('GET /api/me')
    if (answer.kind === 'done') this.account = answer.body.account
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
