import '../me-account/me-account.ts'
import '../me-follows/me-follows.ts'
import '../me-history/me-history.ts'
import '../me-ledger/me-ledger.ts'
import '../me-sessions/me-sessions.ts'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { state } from 'lit/decorators.js'
import { AccountController } from '../../../element/base/account-controller.ts'
import { wordsFor } from '../../../locale/index.ts'
import { pageWords } from '../../../locale/page.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { frameStyles } from '../../page-frame.css.ts'
import { describePage, pageHeader, pageLanguage } from '../../page-frame.ts'
import { loginNeeded, troubleView } from '../../problem-view.ts'

// One column on a phone, two on a screen.
const columns = css`
  main > div,
  me-account {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem;
  }

  @media (min-width: 52rem) {
    main {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
  }
`

/** The page of the own account: name, password, browsers, follows, history, and its end. */
export class MeApp extends LitElement {
  static override readonly styles = [controlStyles, frameStyles, columns]

  @state() private language = pageLanguage()

  readonly #account = new AccountController(this, () => ({ address: location.origin }))

  protected override updated(): void {
    describePage(this.#title, this.language)
  }

  protected override render(): TemplateResult {
    const { language } = this
    return html`${pageHeader(this.#title, language, (next) => (this.language = next))}
      <main @account-change=${() => void this.#account.ask()}>${this.#renderSections()}</main>`
  }

  get #title(): string {
    return wordsFor(pageWords, this.language).pages.me
  }

  #renderSections(): TemplateResult | typeof nothing {
    const { language } = this
    const { me, answer } = this.#account
    if (!me) return troubleView(answer, language)
    if (!me.account) return loginNeeded(language)
    return html`<me-account .lang=${language} .account=${me.account}></me-account>
      <div>
        <me-sessions .lang=${language}></me-sessions>
        ${me.account.role === 'guest' ? nothing : html`<me-ledger .lang=${language}></me-ledger>`}
        <me-follows .lang=${language}></me-follows>
        <me-history .lang=${language}></me-history>
      </div>`
  }
}

customElements.define('me-app', MeApp)

declare global {
  interface HTMLElementTagNameMap {
    'me-app': MeApp
  }
}
