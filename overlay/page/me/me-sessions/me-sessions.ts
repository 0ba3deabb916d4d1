import { html, nothing, type TemplateResult } from 'lit'
import { state } from 'lit/decorators.js'
import { api, type OwnSession } from '../../api.ts'
import { MeSection } from '../me-section.ts'

/** The browsers that are logged in to the own account. */
export class MeSessions extends MeSection {
  @state() private sessions: readonly OwnSession[] = []

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  protected override render(): TemplateResult {
    const { words } = this
    return html`<section class="panel" aria-labelledby="heading">
      <h2 id="heading">${words.sessions}</h2>
      <ul>
        ${this.sessions.map((session) => this.#renderSession(session))}
      </ul>
      <div class="row">
        <button ?disabled=${this.busy} @click=${() => void this.#endAll()}>
          ${words.logOutAll}
        </button>
      </div>
      ${this.renderResult()}
    </section>`
  }

  #renderSession({ id, usedAt, agent, address, current }: OwnSession): TemplateResult {
    const { words } = this
    const name = agent ?? words.unknownAgent
    return html`<li>
      <span
        >${name}
        <span class="quiet"
          >${[address, current ? words.thisOne : words.used(this.timeText(usedAt))]
            .filter((text) => text !== undefined)
            .join(' · ')}</span
        ></span
      >
      ${
        current
          ? nothing
          : html`<button
              class="small"
              aria-label=${words.logOutOf(name)}
              ?disabled=${this.busy}
              @click=${() => void this.#end(id)}
            >
              ${words.logOut}
            </button>`
      }
    </li>`
  }

  async #load(): Promise<void> {
    const answer = await this.answered(api('GET /api/me/sessions'))
    if (answer.kind === 'done') this.sessions = answer.body.sessions
  }

  async #end(session: string): Promise<void> {
    const request = api('DELETE /api/me/sessions/:session', { params: { session } })
    const answer = await this.answered(request)
    if (answer.kind === 'done') await this.#load()
  }

  async #endAll(): Promise<void> {
    const answer = await this.answered(api('DELETE /api/me/sessions'))
    if (answer.kind === 'done') location.assign('/login')
  }
}

customElements.define('me-sessions', MeSessions)

declare global {
  interface HTMLElementTagNameMap {
    'me-sessions': MeSessions
  }
}
