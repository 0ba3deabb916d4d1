import { html, nothing, type TemplateResult } from 'lit'
import { state } from 'lit/decorators.js'
import { api, type Follow } from '../../api.ts'
import { MeSection } from '../me-section.ts'

/** The hosts that the own account follows. */
export class MeFollows extends MeSection {
  /** Undefined until the server has answered. */
  @state() private follows: readonly Follow[] | undefined
  /** The cursor of the next page. */
  @state() private next: string | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  protected override render(): TemplateResult {
    const { words, follows, next } = this
    return html`<section class="panel" aria-labelledby="heading">
      <h2 id="heading">${words.follows}</h2>
      ${follows?.length === 0 ? html`<p class="quiet">${words.noFollows}</p>` : nothing}
      <ul>
        ${follows?.map((follow) => this.#renderFollow(follow))}
      </ul>
      ${next === undefined ? nothing : this.renderMore(() => void this.#load(next))}
      ${this.renderResult()}
    </section>`
  }

  #renderFollow({ account: { id, name = id }, at }: Follow): TemplateResult {
    const { words } = this
    return html`<li>
      <span>${name} <span class="quiet">${this.timeText(at)}</span></span>
      <button
        class="small"
        aria-label=${words.unfollowOf(name)}
        ?disabled=${this.busy}
        @click=${() => void this.#end(id)}
      >
        ${words.unfollow}
      </button>
    </li>`
  }

  async #load(cursor?: string): Promise<void> {
    const query = { ...(cursor !== undefined && { cursor }) }
    const answer = await this.answered(api('GET /api/me/follows', { query }))
    if (answer.kind !== 'done') return
    const { people, next } = answer.body
    this.follows = [...(cursor === undefined ? [] : (this.follows ?? [])), ...people]
    this.next = next
  }

  async #end(account: string): Promise<void> {
    const request = api('DELETE /api/follows/:account', { params: { account } })
    const answer = await this.answered(request)
    if (answer.kind !== 'done') return
    this.follows = this.follows?.filter((follow) => follow.account.id !== account)
  }
}

customElements.define('me-follows', MeFollows)

declare global {
  interface HTMLElementTagNameMap {
    'me-follows': MeFollows
  }
}
