import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { property } from 'lit/decorators.js'
import type { AccountRole } from '../../../proto/api/account.ts'
import { AccountController } from '../../element/base/account-controller.ts'
import { wordsFor } from '../../locale/index.ts'
import { type MenuPage, pageWords } from '../../locale/page.ts'
import { controlStyles } from '../../theme/control.css.ts'
import { api } from '../api.ts'

/** The pages in the menu of an account, by its role. */
const pagesOf: Readonly<Record<AccountRole, readonly (keyof typeof paths)[]>> = {
  owner: ['studio', 'host', 'accounts', 'gifts', 'ledger', 'audit'],
  admin: ['studio', 'host', 'accounts', 'gifts', 'ledger', 'audit'],
  analyst: ['studio', 'ledger'],
  moderator: ['studio'],
  host: ['studio', 'host'],
  viewer: [],
  guest: [],
}

const paths: Readonly<Record<Exclude<MenuPage, 'me'>, string>> = {
  studio: '/',
  host: '/host',
  accounts: '/accounts',
  gifts: '/gifts',
  ledger: '/ledger',
  audit: '/audit',
}

/** The page of the own account. */
const mine = '/me'

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
        flex-wrap: wrap;
        gap: 0.25rem 0.75rem;
        font-size: 0.875rem;
      }

      a {
        color: var(--page-text);
        white-space: nowrap;
      }

      a.quiet {
        overflow-wrap: anywhere;
        white-space: normal;
      }

      a[aria-current] {
        text-decoration: none;
        font-weight: 600;
      }
    `,
  ]

  @property() override lang = ''

  readonly #account = new AccountController(this, () => ({ address: location.origin }))

  protected override render(): TemplateResult | typeof nothing {
    const account = this.#account.me?.account
    if (!account) return nothing
    const { login, menu, pages } = wordsFor(pageWords, this.lang)
    return html`
      <nav aria-label=${menu}>
        ${pagesOf[account.role].map(
          (page) =>
            html`<a href=${paths[page]} aria-current=${isCurrent(paths[page])}>${pages[page]}</a>`,
        )}
        <a class="quiet" href=${mine} title=${pages.me} aria-current=${isCurrent(mine)}
          >${account.name}</a
        >
      </nav>
      <button class="small" @click=${() => void this.#logOut()}>${login.logOut}</button>
    `
  }

  async #logOut(): Promise<void> {
    const answer = await api('POST /api/logout')
    if (answer.kind === 'done') location.reload() // what the account may see is on the page
  }
}

function isCurrent(path: string): 'page' | typeof nothing {
  return location.pathname.split('/')[1] === path.slice(1) ? 'page' : nothing
}

customElements.define('account-menu', AccountMenu)

declare global {
  interface HTMLElementTagNameMap {
    'account-menu': AccountMenu
  }
}
