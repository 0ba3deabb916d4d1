import { html, nothing, type TemplateResult } from 'lit'
import { state } from 'lit/decorators.js'
import { accountWords, type AccountWords } from '../../../locale/account.ts'
import { wordsFor } from '../../../locale/index.ts'
import { pageWords } from '../../../locale/page.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { api, type AuditEntry } from '../../api.ts'
import { FormSection } from '../../form-section.ts'
import { frameStyles } from '../../page-frame.css.ts'
import { describePage, pageHeader, pageLanguage } from '../../page-frame.ts'
import { sectionStyles } from '../../section.css.ts'
import { styles } from './audit-app.css.ts'

/** The page of the audit log: who changed what, the newest first. */
export class AuditApp extends FormSection {
  static override readonly styles = [controlStyles, sectionStyles, frameStyles, styles]

  override lang = pageLanguage()

  @state() private entries: readonly AuditEntry[] | undefined
  /** The cursor of the next page; undefined on the last one. */
  @state() private next: number | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  protected override updated(): void {
    describePage(this.#title, this.lang)
  }

  protected override render(): TemplateResult {
    const words = wordsFor(accountWords, this.lang)
    const { entries } = this
    return html`${pageHeader(this.#title, this.lang, (language) => (this.lang = language))}
      <main>
        ${this.renderResult()}
        ${entries?.length === 0 ? html`<p class="quiet">${words.noEntries}</p>` : nothing}
        <ol>
          ${entries?.map((entry) => this.#renderEntry(entry, words))}
        </ol>
        ${
          this.next === undefined
            ? nothing
            : html`<button ?disabled=${this.busy} @click=${() => void this.#load(this.next)}>
                ${words.more}
              </button>`
        }
      </main>`
  }

  get #title(): string {
    return wordsFor(pageWords, this.lang).pages.audit
  }

  #renderEntry(entry: AuditEntry, words: AccountWords): TemplateResult {
    const { at, action, target, address, before, after } = entry
    const time = new Date(at)
    const change = [before, after].filter((one) => one !== undefined)
    return html`<li class="panel">
      <time class="quiet" datetime=${time.toISOString()}>${time.toLocaleString(this.lang)}</time>
      <b>${actorOf(entry, words)}</b>
      <code>${filled(action, target)}</code>
      ${address === undefined ? nothing : html`<span class="quiet">${address}</span>`}
      ${
        change.length === 0
          ? nothing
          : html`<details>
              <summary>${words.details}</summary>
              ${change.map((one) => html`<pre>${JSON.stringify(one, null, 2)}</pre>`)}
            </details>`
      }
    </li>`
  }

  async #load(before?: number): Promise<void> {
    const query = { limit: 50, ...(before !== undefined && { before }) }
    const answer = await this.answered(api('GET /api/audit', { query }))
    if (answer.kind !== 'done') return
    this.entries = [...(this.entries ?? []), ...answer.body.entries]
    this.next = answer.body.next
  }
}

function actorOf({ actor, name }: AuditEntry, words: AccountWords): string {
  if (actor === 'anonymous') return words.anonymous
  return actor.startsWith('token:') ? words.token(actor.slice('token:'.length)) : (name ?? actor)
}

/** Returns an endpoint with the parameters in its path. */
function filled(action: string, target: AuditEntry['target']): string {
  return action.replaceAll(/:(\w+)/g, (parameter, name: string) => target[name] ?? parameter)
}

customElements.define('audit-app', AuditApp)

declare global {
  interface HTMLElementTagNameMap {
    'audit-app': AuditApp
  }
}
