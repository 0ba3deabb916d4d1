import '../../account-menu/account-menu.ts'
import '../../scheme-choice/scheme-choice.ts'
import '../dock-chat/dock-chat.ts'
import '../dock-thanks/dock-thanks.ts'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { state } from 'lit/decorators.js'
import { createRuntime } from '../../../client/runtime.ts'
import type { Design } from '../../../design/design.ts'
import { readLink } from '../../../design/link.ts'
import { FeedController } from '../../../element/base/feed-controller.ts'
import { wordsFor } from '../../../locale/index.ts'
import { dockWords, type DockWords } from '../../../locale/dock.ts'
import { pageWords } from '../../../locale/page.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { DesignSaver, storeDesign } from '../../design-saver.ts'
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
  withHidden,
} from '../board.ts'
import { dockHealth } from '../dock-health.ts'
import { hiddenIn, hiding, showing } from '../hide.ts'
import { styles } from './dock-app.css.ts'

/** The streamer's dock: messages, payments to thank for, pinning a line, hiding a user. */
export class DockApp extends LitElement {
  static override readonly styles = [controlStyles, styles]

  @state() private board: Board = emptyBoard
  @state() private design: Design | undefined
  /** The stream of the room. */
  @state() src = ''
  /** The reason why there is no overlay of this name. */
  @state() private refused: NamedRefusal | undefined

  readonly #name = /^\/dock\/([^/]+)\/?$/.exec(location.pathname)?.[1]
  readonly #link = readLink(new URLSearchParams(location.search)).design
  readonly #token = new URLSearchParams(location.hash.slice(1)).get('token') ?? undefined
  readonly #saver = new DesignSaver({
    ...createRuntime(),
    store: storeDesign,
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
    document.title = [this.#title, wordsFor(dockWords, this.#language).title].join(' · ')
  }

  protected override render(): TemplateResult {
    const say = wordsFor(dockWords, this.#language)
    return html`
      ${this.#renderHeader(say)}
      <main>
        <dock-chat
          .lang=${this.#language}
          .chat=${this.board.chat}
          .pinned=${this.board.pinned}
          @line-pin=${({ detail }: CustomEvent<ChatRow>) => (this.board = pinned(this.board, detail))}
          @user-hide=${({ detail }: CustomEvent<string>) => this.#hide(detail)}
        ></dock-chat>
        <dock-thanks
          .lang=${this.#language}
          .thanks=${this.board.thanks}
          @payments-thank=${({ detail }: CustomEvent<readonly string[]>) =>
            (this.board = thanked(this.board, detail))}
        ></dock-thanks>
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
              ${wordsFor(pageWords, this.#language).saveAgain}
            </button>`
          : nothing
      }
      <account-menu .lang=${this.#language}></account-menu>
      <scheme-choice .lang=${this.#language}></scheme-choice>
    </header>`
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

  #hide(who: string): void {
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
