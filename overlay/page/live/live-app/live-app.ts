import '../live-facts/live-facts.ts'
import '../live-gifts/live-gifts.ts'
import '../../../element/danmu-chat/danmu-chat.ts'
import '../../../element/danmu-live.ts'
import '../../../element/danmu-overlay/danmu-overlay.ts'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { state } from 'lit/decorators.js'
import type { AccountRole } from '../../../../proto/api/account.ts'
import { AccountController } from '../../../element/base/account-controller.ts'
import { pictureAddress } from '../../../element/base/address.ts'
import { FeedController } from '../../../element/base/feed-controller.ts'
import type { SourceFacts } from '../../../client/reduce.ts'
import { wordsFor } from '../../../locale/index.ts'
import { livePageWords, type LivePageWords } from '../../../locale/live-page.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { mark } from '../../../theme/icon.ts'
import { type Answer, api, type LiveRoom } from '../../api.ts'
import { describePage, languageButton, pageLanguage } from '../../page-frame.ts'
import { troubleView } from '../../problem-view.ts'
import { readLiveAddress } from '../live-address.ts'
import { styles } from './live-app.css.ts'

/** The page of a live room: cover, flying comments, chat, viewers, login and the input of comments. */
export class LiveApp extends LitElement {
  static override readonly styles = [controlStyles, styles]

  readonly #address = readLiveAddress(location)

  /** The stream of the room; empty for a moment while it is opened again. */
  @state() src = `/rooms/live:${this.#address.id}/stream?last=${firstLines}`
  @state() private language = pageLanguage()
  @state() private answer: Answer<LiveRoom> | undefined
  @state() private isFlying = true
  @state() private likes = 0
  /** The number of boards that the feed has sent. */
  @state() private boards = 0

  readonly #feed = new FeedController(this, {
    receive: (event, live) => {
      if (event.type === 'like' && live) this.likes = event.total ?? this.likes + event.count
      if (event.type === 'rank') this.boards += 1
    },
  })
  readonly #account = new AccountController(this, () => ({ address: location.origin }))

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.#address.isChat) this.setAttribute('view', 'chat')
    void this.#load()
  }

  protected override updated(): void {
    describePage(this.#title, this.language)
  }

  protected override render(): TemplateResult {
    const words = wordsFor(livePageWords, this.language)
    const { answer } = this
    return html`${this.#renderHeader()}
    ${
      answer && answer.kind !== 'done'
        ? this.#renderMissing(answer, words)
        : html`${this.#address.isChat ? nothing : this.#renderPicture(words)}
          ${this.#renderChat(words)}`
    }`
  }

  get #room(): LiveRoom | undefined {
    return this.answer?.kind === 'done' ? this.answer.body : undefined
  }

  /** The state of the room in the feed: newer than the answer of the server. */
  get #facts(): SourceFacts {
    return this.#feed.feed.sources[`live:${this.#address.id}`] ?? {}
  }

  get #title(): string {
    return this.#facts.room?.title ?? this.#room?.broadcast.title ?? this.#address.id
  }

  /** True if this browser may moderate the chat. */
  get #mayModerate(): boolean {
    const staff = this.#account.me?.account?.role
    const role = this.#room?.role
    return staffRoles.has(staff ?? 'viewer') || role === 'host' || role === 'moderator'
  }

  #renderHeader(): TemplateResult {
    const { language } = this
    return html`<header>
      <a href="/" aria-label="danmu-relay">${mark()}</a>
      <span class="spring"></span>
      <account-menu .lang=${language}></account-menu>
      <scheme-choice .lang=${language}></scheme-choice>
      ${languageButton(language, (next) => (this.language = next))}
    </header>`
  }

  #renderMissing(answer: Exclude<Answer, { kind: 'done' }>, words: LivePageWords): TemplateResult {
    const isMissing = answer.kind === 'refused' && answer.problem.status === 404
    return html`<main class="missing">
      ${
        isMissing
          ? html`<h1>${words.notFound}</h1>
              <p class="quiet">${words.logInToSee}</p>`
          : troubleView(answer, this.language)
      }
      ${this.#renderLogin()}
    </main>`
  }

  #renderPicture(words: LivePageWords): TemplateResult {
    const { room } = this.#facts
    const cover = pictureAddress(room?.cover ?? this.#room?.broadcast.cover)
    const present = room?.state ?? 'offline'
    return html`<div class="picture">
      <div class="stage">
        ${cover === undefined ? nothing : html`<img src=${cover} alt="" @error=${hide} />`}
        <danmu-overlay
          .lang=${this.language}
          .src=${this.isFlying ? this.src : ''}
          .fontSize=${this.offsetWidth < wideFromPx ? 18 : 28}
          ?hidden=${!this.isFlying}
        ></danmu-overlay>
        <span class="state" role="status"
          ><span class="dot ${dots[present]}"></span>${words.states[present]}</span
        >
      </div>
      <live-facts
        .lang=${this.language}
        .room=${this.#room}
        .facts=${this.#facts}
        .heading=${this.#title}
        .likes=${this.likes}
        .account=${this.#account.me?.account?.id ?? ''}
        .flying=${this.isFlying}
        @flying-change=${() => (this.isFlying = !this.isFlying)}
      ></live-facts>
    </div>`
  }

  #renderChat(words: LivePageWords): TemplateResult {
    const { language, src } = this
    return html`<main class="chat" aria-label=${words.chat}>
      <danmu-chat
        .lang=${language}
        .src=${src}
        .moderate=${this.#mayModerate}
        interactive
        reply
        max="200"
      ></danmu-chat>
      ${this.#renderLogin()}
      <live-gifts
        .lang=${language}
        .src=${src}
        .room=${this.#address.id}
        .version=${this.boards}
      ></live-gifts>
      <danmu-input .lang=${language} .src=${src}></danmu-input>
    </main>`
  }

  #renderLogin(): TemplateResult | typeof nothing {
    if (this.#account.me?.account) return nothing // the menu has it
    return html`<danmu-login
      .lang=${this.language}
      invite=${this.#address.invite || nothing}
      @danmu-account=${() => void this.#loginChanged()}
    ></danmu-login>`
  }

  async #load(): Promise<void> {
    const answer = await api('GET /api/live/:id', { params: { id: this.#address.id } })
    this.answer = answer
    // The server is away, or starts.
    const mayPass =
      answer.kind === 'silence' || (answer.kind === 'refused' && answer.problem.status === 503)
    if (mayPass) setTimeout(() => void this.#load(), againMs)
  }

  /** Opens the stream again, as who is logged in now. */
  async #loginChanged(): Promise<void> {
    const { src } = this
    this.src = ''
    await this.updateComplete
    this.src = src
    await this.#load()
  }
}

const firstLines = 50 // of the chat before the page was opened
const againMs = 5_000
// The account of these moderates all rooms.
const staffRoles: ReadonlySet<AccountRole> = new Set(['owner', 'admin', 'moderator'])
const wideFromPx = 720
const dots = { live: 'good', paused: 'warn', ended: '', offline: '' } as const

function hide({ currentTarget }: Event): void {
  if (currentTarget instanceof HTMLElement) currentTarget.hidden = true
}

customElements.define('live-app', LiveApp)

declare global {
  interface HTMLElementTagNameMap {
    'live-app': LiveApp
  }
}
