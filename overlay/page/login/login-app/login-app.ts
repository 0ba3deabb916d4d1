import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { state } from 'lit/decorators.js'
import { wordsFor } from '../../../locale/index.ts'
import { pageWords } from '../../../locale/page.ts'
import { problemWords } from '../../../locale/problem.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { type Answer, api } from '../../api.ts'
import { detailsView } from '../../details.ts'
import { problemText } from '../../../api/problem.ts'
import { styles } from './login-app.css.ts'
import { purposeOf, returnPath } from './purpose.ts'

/**
 * The login form: by name and password, or by the owner's token, at once if the link has it
 * (`/login#token=…`). The link of an invite (`#invite=…`) registers, that of a reset (`#reset=…`) sets
 * a password. `?to=/path` is where it leads to.
 */
export class LoginApp extends LitElement {
  static override readonly styles = [controlStyles, styles]

  @state() private busy = false
  @state() private problem: Refusal | undefined
  @state() private purpose = purposeOf(location.hash)
  /** True if registration is open. */
  @state() private open = false
  @state() private guests = false

  readonly #words = wordsFor(pageWords, navigator.language).login

  override connectedCallback(): void {
    super.connectedCallback()
    document.documentElement.lang = navigator.language
    // Removed from the address bar and the history before anything else.
    if (location.hash !== '')
      history.replaceState(undefined, '', location.pathname + location.search)
    const { purpose } = this
    if (purpose.kind === 'token') {
      this.purpose = { kind: 'login' }
      void this.#send(() => api('POST /api/login', { body: { token: purpose.code } }))
    } else void this.#ask()
  }

  protected override render(): TemplateResult {
    const words = this.#words
    const { kind } = this.purpose
    const { logIn } = wordsFor(problemWords, navigator.language)
    const title = kind === 'reset' || kind === 'register' ? words[kind] : logIn
    const isNew = kind === 'reset' || kind === 'register'
    return html`
      <div class="panel">
        <form @submit=${(event: SubmitEvent) => this.#submit(event)}>
          <h1>${title}</h1>
          ${kind === 'reset' ? nothing : this.#renderField('name', words.name, 'username')}
          ${
            isNew
              ? this.#renderField('password', words.newPassword, 'new-password')
              : this.#renderField('password', words.password, 'current-password')
          }
          <div class="problem" role="alert" ?hidden=${this.problem === undefined}>
            ${this.problem?.text ?? nothing}
            ${detailsView(this.problem?.details, navigator.language)}
          </div>
          <button class="primary" ?disabled=${this.busy}>
            ${this.busy ? words.checking : title}
          </button>
        </form>
        ${kind === 'login' ? this.#renderOthers() : nothing}
      </div>
    `
  }

  #renderField(name: string, label: string, autocomplete: string): TemplateResult {
    const type = name === 'name' ? 'text' : 'password'
    return html`<label>
      ${label}
      <input
        name=${name}
        type=${type}
        autocomplete=${autocomplete}
        required
        ?disabled=${this.busy}
      />
    </label>`
  }

  /** Renders the other ways in. */
  #renderOthers(): TemplateResult {
    const words = this.#words
    const { logIn } = wordsFor(problemWords, navigator.language)
    const register = (): void => void (this.purpose = { kind: 'register' })
    const join = (): void => void this.#send(() => api('POST /api/guest'))
    return html`
      ${this.open ? html`<button class="quiet" @click=${register}>${words.register}</button>` : nothing}
      ${this.guests ? html`<button class="quiet" @click=${join}>${words.guest}</button>` : nothing}
      <details>
        <summary>${words.byLink}</summary>
        <form @submit=${(event: SubmitEvent) => this.#submit(event)}>
          <p class="quiet">${words.hint}</p>
          ${this.#renderField('token', words.token, 'off')}
          <button ?disabled=${this.busy}>${logIn}</button>
        </form>
      </details>
    `
  }

  async #ask(): Promise<void> {
    const answer = await api('GET /api/me')
    if (answer.kind !== 'done') return
    this.open = answer.body.registration === 'open'
    this.guests = answer.body.guests
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault()
    const fields = new FormData(event.target as HTMLFormElement) // the listener is on forms only
    const field = (name: string): string => {
      const value = fields.get(name)
      return typeof value === 'string' ? value : ''
    }
    const [name, password, token] = [field('name').trim(), field('password'), field('token').trim()]
    const { purpose } = this
    void this.#send(() => {
      if (token !== '') return api('POST /api/login', { body: { token } })
      if (purpose.kind === 'reset') {
        return api('POST /api/me/password', { body: { password, reset: purpose.code } })
      }
      if (purpose.kind !== 'register') return api('POST /api/login', { body: { name, password } })
      const { code: invite } = purpose
      const body = { name, password, ...(invite === undefined ? {} : { invite }) }
      return api('POST /api/register', { body })
    })
  }

  async #send(send: () => Promise<Answer>): Promise<void> {
    this.busy = true
    this.problem = await refusal(send)
    this.busy = false
    if (this.problem === undefined) location.replace(returnPath(location.search))
  }
}

// The first start creates the database, which takes seconds; a login link opened in that time must
// work too.
const mostTries = 20
const againMs = 1_000

/**
 * Returns the reason why the server refuses a login; undefined if it accepts it. Waits for a server
 * that is starting.
 */
async function refusal(
  send: () => Promise<Answer>,
  tries = mostTries,
): Promise<Refusal | undefined> {
  const answer = await send()
  if (answer.kind === 'done') return undefined
  if (answer.kind === 'silence') {
    return { text: wordsFor(problemWords, navigator.language).unreachable }
  }
  const { problem } = answer
  if (problem.status === 503 && tries > 1) {
    await new Promise((resolve) => {
      setTimeout(resolve, againMs)
    })
    return refusal(send, tries - 1)
  }
  return { text: problemText(problem, navigator.language), details: problem.details }
}

interface Refusal {
  readonly text: string
  readonly details?: string | undefined
}

customElements.define('login-app', LoginApp)

declare global {
  interface HTMLElementTagNameMap {
    'login-app': LoginApp
  }
}
