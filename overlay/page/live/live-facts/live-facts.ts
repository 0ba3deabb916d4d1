import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { property, state } from 'lit/decorators.js'
import type { SourceFacts } from '../../../client/reduce.ts'
import { elementWords } from '../../../locale/element.ts'
import { wordsFor } from '../../../locale/index.ts'
import { livePageWords, type LivePageWords } from '../../../locale/live-page.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { icon } from '../../../theme/icon.ts'
import { api, type LiveRoom } from '../../api.ts'
import { FormSection } from '../../form-section.ts'
import { styles } from './live-facts.css.ts'

const likesEveryMs = 1_000
const mostLikes = 50 // at once: the server refuses more

/** The facts of a live room: title, host with the button to follow, viewers, likes. */
export class LiveFacts extends FormSection {
  static override readonly styles = [controlStyles, styles]

  @property({ attribute: false }) room: LiveRoom | undefined
  /** The state of the room in the feed: newer than the answer of the server. */
  @property({ attribute: false }) facts: SourceFacts = {}
  @property() heading = ''
  /** The likes that the feed named last. */
  @property({ type: Number }) likes = 0
  /** The id of the account of this browser; empty without one. */
  @property() account = ''
  /** True if comments fly over the picture. */
  @property({ type: Boolean }) flying = false

  /** True if the account follows the host; undefined while that is unknown. */
  @state() private follows: boolean | undefined
  /** The number of the broadcast that was liked on this page. */
  @state() private liked = 0
  /** The least number of likes to show: it counts those of this page at once. */
  @state() private leastLikes = 0
  /** The names of the viewers with an account; undefined until they are asked for. */
  @state() private viewers: readonly string[] | undefined

  /** Likes that are not sent yet. */
  #unsent = 0

  protected override willUpdate(changed: PropertyValues<this>): void {
    const isOther = changed.has('room') && changed.get('room')?.host.id !== this.room?.host.id
    if (isOther || changed.has('account')) void this.#askFollow()
  }

  protected override render(): TemplateResult {
    const words = wordsFor(livePageWords, this.lang)
    const { stats } = this.facts
    const { id = '', host, role } = this.room ?? {}
    const { count } = wordsFor(elementWords, this.lang)
    return html`<h1>${this.heading}</h1>
      ${host?.name === undefined ? nothing : html`<span class="quiet">${words.host(host.name)}</span>`}
      ${this.#renderFollow(words)}
      ${
        stats?.online === undefined
          ? nothing
          : html`<span class="quiet number">${words.online(count(stats.online))}</span>`
      }
      ${this.#renderLike(words)}
      <label class="chip">
        <input type="checkbox" .checked=${this.flying} @change=${() => this.#toggleFlying()} /><span
          >${words.danmu}</span
        >
      </label>
      ${role === 'host' ? html`<a href="/host/${id}">${words.manage}</a>` : nothing}
      <details @toggle=${(event: Event) => void this.#openViewers(event)}>
        <summary>${words.viewers}</summary>
        ${this.#renderViewers(words)}
      </details>
      ${this.renderResult()}`
  }

  /** The likes of the broadcast, as far as this page knows. */
  get #shownLikes(): number {
    const { room, facts, likes, leastLikes } = this
    return Math.max(likes, facts.stats?.likes ?? 0, room?.broadcast.likes ?? 0, leastLikes)
  }

  get #params(): { readonly id: string } {
    return { id: this.room?.id ?? '' }
  }

  #renderFollow(words: LivePageWords): TemplateResult | typeof nothing {
    const { room, account, follows = false, busy } = this
    if (!room || room.host.id === account) return nothing
    return html`<button
      class="small"
      aria-pressed=${follows}
      ?disabled=${busy}
      @click=${() => void this.#toggleFollow(room.host.id)}
    >
      ${follows ? words.following : words.follow}
    </button>`
  }

  #renderLike(words: LivePageWords): TemplateResult {
    const { count } = wordsFor(elementWords, this.lang)
    const present = this.facts.room?.state
    const likes = count(this.#shownLikes)
    return html`<button
      class="small number"
      aria-label="${words.like} ${likes}"
      aria-pressed=${this.liked > 0 && this.liked === this.room?.broadcast.number}
      ?disabled=${present !== 'live' && present !== 'paused'}
      @click=${() => this.#like()}
    >
      ${icon('heart')}${likes}
    </button>`
  }

  #renderViewers(words: LivePageWords): TemplateResult | typeof nothing {
    const { viewers } = this
    if (viewers === undefined) return nothing
    return viewers.length === 0
      ? html`<p>${words.noViewers}</p>`
      : html`<ul>
          ${viewers.map((name) => html`<li>${name}</li>`)}
        </ul>`
  }

  #toggleFlying(): void {
    this.dispatchEvent(new Event('flying-change'))
  }

  async #askFollow(): Promise<void> {
    this.follows = undefined
    const { room, account } = this
    if (!room || account === '' || room.host.id === account) return
    const answer = await api('GET /api/follows/:account', { params: { account: room.host.id } })
    if (answer.kind === 'done') this.follows = answer.body.follows
  }

  async #toggleFollow(account: string): Promise<void> {
    const method = this.follows ? 'DELETE' : 'PUT'
    const request = api(`${method} /api/follows/:account`, { params: { account } })
    const answer = await this.answered(request)
    if (answer.kind === 'done') this.follows = method === 'PUT'
  }

  async #openViewers({ target }: Event): Promise<void> {
    if (!(target instanceof HTMLDetailsElement) || !target.open) return
    const answer = await api('GET /api/live/:id/viewers', { params: this.#params })
    if (answer.kind === 'done')
      this.viewers = answer.body.accounts.map(({ name, id }) => name ?? id)
  }

  #like(): void {
    this.leastLikes = this.#shownLikes + 1
    this.liked = this.room?.broadcast.number ?? 0
    this.#unsent += 1
    if (this.#unsent === 1) setTimeout(() => void this.#sendLikes(), likesEveryMs)
  }

  async #sendLikes(): Promise<void> {
    const count = Math.min(this.#unsent, mostLikes)
    this.#unsent = 0
    const request = api('POST /api/live/:id/likes', { params: this.#params, body: { count } })
    const answer = await this.answered(request)
    if (answer.kind === 'done') return
    this.leastLikes = 0
    this.liked = 0
  }
}

customElements.define('live-facts', LiveFacts)

declare global {
  interface HTMLElementTagNameMap {
    'live-facts': LiveFacts
  }
}
