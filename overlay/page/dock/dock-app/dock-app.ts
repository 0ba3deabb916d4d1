import '../../scheme-choice/scheme-choice.ts'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { query, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { createRuntime } from '../../../client/runtime.ts'
import type { Design } from '../../../design/design.ts'
import { readLink } from '../../../design/link.ts'
import { FeedController } from '../../../element/base/feed-controller.ts'
import { type DockWords, dockWordsFor } from '../../../locale/dock/index.ts'
import { wordsFor } from '../../../locale/index.ts'
import { nameOf } from '../../../locale/name.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { icon } from '../../../theme/icon.ts'
import { ask } from '../../api.ts'
import { DesignSaver } from '../../design-saver.ts'
import { eventText } from '../../event-text.ts'
import { detailsView } from '../../details.ts'
import { followNamed, namedAddress, type NamedRefusal } from '../../named-overlay.ts'
import { streamPath } from '../../stream-path.ts'
import { troubleView } from '../../problem-view.ts'
import {
  type Board,
  type ChatRow,
  emptyBoard,
  withEvent,
  pinned,
  thanked,
  type ThanksRow,
  withHidden,
} from '../board.ts'
import { dockHealth } from '../dock-health.ts'
import { hiddenIn, hiding, listed, showing } from '../hide.ts'
import { styles } from './dock-app.css.ts'

const nearEndPx = 40

/** The streamer's dock: messages, payments to thank for, pinning a line, hiding a user. */
export class DockApp extends LitElement {
  static override readonly styles = [controlStyles, styles]

  @state() private board: Board = emptyBoard
  @state() private design: Design | undefined
  /** The stream of the room. */
  @state() src = ''
  /** The reason why there is no overlay of this name. */
  @state() private refused: NamedRefusal | undefined
  /** False while the user reads earlier messages. */
  @state() private following = true
  @query('.chat ol') private readonly list?: HTMLElement

  readonly #name = /^\/dock\/([^/]+)\/?$/.exec(location.pathname)?.[1]
  readonly #link = readLink(new URLSearchParams(location.search)).design
  readonly #token = new URLSearchParams(location.hash.slice(1)).get('token') ?? undefined
  readonly #saver = new DesignSaver({
    ...createRuntime(),
    ask,
    onChange: () => this.requestUpdate(),
  })
  readonly #feed = new FeedController(this, {
    receive: (event) => (this.board = withEvent(this.board, event)),
  })
  #room: string | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.#name === undefined) this.#adopt(this.#link)
    else this.#follow(this.#name)
  }

  protected override updated(): void {
    document.documentElement.lang = this.#language
    document.title = [this.#title, dockWordsFor(this.#language).title].join(' · ')
    const { list } = this
    if (list && this.following) list.scrollTop = list.scrollHeight
  }

  protected override render(): TemplateResult {
    const say = dockWordsFor(this.#language)
    return html`
      ${this.#renderHeader(say)}
      <main>
        <section class="panel chat" aria-labelledby="chat">
          <h2 id="chat">${say.chat}</h2>
          ${this.#renderPinned(say)} ${this.#renderChat(say)}
        </section>
        <section class="panel thanks" aria-labelledby="thanks">${this.#renderThanks(say)}</section>
      </main>
    `
  }

  get #language(): string {
    return this.#link.lang ?? this.design?.lang ?? navigator.language
  }

  get #title(): string {
    return this.#name ?? this.#room ?? 'danmu-relay'
  }

  #renderHeader(say: DockWords): TemplateResult {
    const { hidden } = this.board
    const { refused, design } = this
    const { feed } = this.#feed
    const facts = { refused, design, feed, isNamed: this.#name !== undefined }
    const { level, text, details } = dockHealth(facts, this.#language)
    return html`<header>
      <h1><span class="dot ${level}"></span>${this.#title}</h1>
      <span class="quiet" role="status">${text}</span>
      ${detailsView(details, this.#language)}
      ${
        hidden.length === 0
          ? nothing
          : html`<span class="quiet">${say.hidden(hidden.length)}</span>
              <button class="small" @click=${() => this.#showAgain()}>${say.showAgain}</button>`
      }
      ${troubleView(this.#saver.answer, this.#language)}
      ${
        this.#saver.state === 'unsaved'
          ? html`<button class="small" @click=${() => this.#saver.retry()}>
              ${say.saveAgain}
            </button>`
          : nothing
      }
      <scheme-choice .lang=${this.#language}></scheme-choice>
    </header>`
  }

  #renderPinned(say: DockWords): TemplateResult | typeof nothing {
    if (this.board.pinned.length === 0) return nothing
    return html`<ul class="pinned" aria-label=${say.pinned}>
      ${this.board.pinned.map((row) => this.#renderRow(row, say, say.unpin))}
    </ul>`
  }

  #renderChat(say: DockWords): TemplateResult {
    if (this.board.chat.length === 0) return html`<p class="quiet">${say.chatEmpty}</p>`
    return html`<ol tabindex="0" aria-labelledby="chat" @scroll=${() => this.#scrolled()}>
        ${repeat(
          this.board.chat,
          ({ id }) => id,
          (row) => this.#renderRow(row, say, say.pin),
        )}
      </ol>
      ${
        this.following
          ? nothing
          : html`<button class="small newest" @click=${() => (this.following = true)}>
              ${say.follow}
            </button>`
      }`
  }

  #renderRow(row: ChatRow, say: DockWords, pin: string): TemplateResult {
    const { name = '', text, value } = eventText(row, this.#language)
    const who = row.user && listed(row.user)
    return html`<li class=${row.type}>
      <p>
        <b>${name}</b> ${text} ${value === undefined ? nothing : html`<strong>${value}</strong>`}
      </p>
      <button
        class="plain"
        aria-label="${pin}: ${name}"
        title=${pin}
        @click=${() => (this.board = pinned(this.board, row))}
      >
        ${icon('pin')}
      </button>
      ${who === undefined ? nothing : this.#renderHide(who, say.hide(name))}
    </li>`
  }

  #renderHide(who: string, label: string): TemplateResult {
    return html`<button
      class="plain"
      aria-label=${label}
      title=${label}
      @click=${() => void this.#hide(who)}
    >
      ${icon('eye-off')}
    </button>`
  }

  #renderThanks(say: DockWords): TemplateResult {
    const { thanks } = this.board
    return html`
      <div class="title">
        <h2 id="thanks">${say.thanks} <span class="count">${thanks.length}</span></h2>
        <button
          class="small"
          ?disabled=${thanks.length === 0}
          @click=${() => (this.board = { ...this.board, thanks: [] })}
        >
          ${icon('check')}${say.thankAll}
        </button>
      </div>
      ${thanks.length === 0 ? html`<p class="quiet">${say.thanksEmpty}</p>` : nothing}
      <ol tabindex="0" aria-labelledby="thanks">
        ${repeat(
          thanks,
          ({ key }) => key,
          (row) => this.#renderThanksRow(row, say),
        )}
      </ol>
    `
  }

  #renderThanksRow({ key, event }: ThanksRow, say: DockWords): TemplateResult {
    const words = wordsFor(this.#language)
    const person = nameOf(event.user, words)
    const { name, text, value } = eventText(event, this.#language)
    return html`<li class=${event.type}>
      <p>
        ${name === undefined ? nothing : html`<b>${name}</b>`} ${text}
        ${value === undefined ? nothing : html`<strong>${value}</strong>`}
      </p>
      <button
        class="small"
        aria-label=${say.thank(person)}
        @click=${() => (this.board = thanked(this.board, key))}
      >
        ${icon('check')}
      </button>
    </li>`
  }

  #scrolled(): void {
    const { list } = this
    if (!list) return
    this.following = list.scrollHeight - list.scrollTop - list.clientHeight < nearEndPx
  }

  #follow(name: string): void {
    const { WebSocket } = globalThis
    followNamed(
      namedAddress(name, this.#token, location.href),
      {
        onDesign: (design) => this.#adopt(design),
        onRefused: (refusal) => (this.refused = refusal),
      },
      { WebSocket, after: (delayMs, call) => void setTimeout(call, delayMs), random: Math.random },
    )
  }

  #adopt(design: Design): void {
    this.refused = undefined
    this.design = design
    const isSame = design.room === this.#room
    this.board = withHidden(isSame ? this.board : emptyBoard, hiddenIn(design))
    this.#room = design.room
    this.src = design.room === undefined ? '' : streamPath(design.room, this.#token)
  }

  async #hide(who: string): Promise<void> {
    this.board = withHidden(this.board, [...this.board.hidden, who])
    if (this.design) this.#save(hiding(this.design, who))
  }

  #showAgain(): void {
    const { hidden } = this.board
    this.board = withHidden(this.board, [])
    if (this.design) this.#save(showing(this.design, hidden))
  }

  #save(design: Design): void {
    this.design = design
    // Without a name the design is that of a link, which this page cannot change.
    if (this.#name !== undefined) this.#saver.save(this.#name, design)
  }
}

customElements.define('dock-app', DockApp)

declare global {
  interface HTMLElementTagNameMap {
    'dock-app': DockApp
  }
}
