import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { query, state } from 'lit/decorators.js'
import { wordsFor } from '../../../locale/index.ts'
import { pageWords } from '../../../locale/page.ts'
import { problemWords } from '../../../locale/problem.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { api } from '../../api.ts'
import { detailsView } from '../../details.ts'
import { problemText } from '../../../api/problem.ts'
import { styles } from './login-form.css.ts'

/**
 * The login form: exchanges the owner's token for a cookie, at once if the link has it
 * (`/login#token=…`), else after it is typed in.
 */
export class LoginForm extends LitElement {
  static override readonly styles = [controlStyles, styles]

  @state() private busy = false
  @state() private problem: Refusal | undefined
  @query('input') private readonly field?: HTMLInputElement

  readonly #words = wordsFor(pageWords, navigator.language).login

  override connectedCallback(): void {
    super.connectedCallback()
    document.documentElement.lang = navigator.language
    const token = new URLSearchParams(location.hash.slice(1)).get('token')
    if (token === null) return
    // Removed from the address bar and the history before anything else.
    history.replaceState(undefined, '', location.pathname)
    void this.#logIn(token)
  }

  protected override render(): TemplateResult {
    const words = this.#words
    const { logIn } = wordsFor(problemWords, navigator.language)
    const { busy, problem } = this
    return html`
      <form class="panel" @submit=${(event: SubmitEvent) => this.#submit(event)}>
        <h1>${logIn}</h1>
        <p class="quiet">${words.hint}</p>
        <label>
          ${words.token}
          <input type="password" autocomplete="current-password" required ?disabled=${busy} />
        </label>
        <div class="problem" role="alert" ?hidden=${problem === undefined}>
          ${problem?.text ?? nothing} ${detailsView(problem?.details, navigator.language)}
        </div>
        <button class="primary" ?disabled=${busy}>${busy ? words.checking : logIn}</button>
      </form>
    `
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault()
    void this.#logIn(this.field?.value.trim() ?? '')
  }

  async #logIn(token: string): Promise<void> {
    this.busy = true
    this.problem = await refusal(token)
    this.busy = false
    if (this.problem === undefined) location.replace('/')
  }
}

// The first start creates the database, which takes seconds; a login link opened in that time must
// work too.
const mostTries = 20
const againMs = 1_000

/**
 * Returns the reason why the server refuses a token; undefined if it accepts it. Waits for a server
 * that is starting.
 */
async function refusal(token: string, tries = mostTries): Promise<Refusal | undefined> {
  const answer = await api('POST /api/session', { body: { token } })
  if (answer.kind === 'done') return undefined
  if (answer.kind === 'silence') {
    return { text: wordsFor(problemWords, navigator.language).unreachable }
  }
  const { problem } = answer
  if (problem.status === 503 && tries > 1) {
    await new Promise((resolve) => {
      setTimeout(resolve, againMs)
    })
    return refusal(token, tries - 1)
  }
  return { text: problemText(problem, navigator.language), details: problem.details }
}

interface Refusal {
  readonly text: string
  readonly details?: string | undefined
}

customElements.define('login-form', LoginForm)

declare global {
  interface HTMLElementTagNameMap {
    'login-form': LoginForm
  }
}
