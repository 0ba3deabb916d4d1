import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { wordsFor } from '../../../locale/index.ts'
import { dockWords, type DockWords } from '../../../locale/dock.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { icon } from '../../../theme/icon.ts'
import { eventText } from '../../event-text.ts'
import type { ChatRow } from '../board.ts'
import { listed } from '../hide.ts'
import { listStyles } from '../list.css.ts'

const nearEndPx = 40

/**
 * The messages of the dock, and the pinned ones above them.
 *
 * @fires line-pin - when a message is to be pinned or unpinned; `detail` is the message
 * @fires user-hide - when a user is to be hidden; `detail` is the entry of the list of hidden users
 */
export class DockChat extends LitElement {
  static override readonly styles = [controlStyles, listStyles]

  @property() override lang = ''
  @property({ attribute: false }) chat: readonly ChatRow[] = []
  @property({ attribute: false }) pinned: readonly ChatRow[] = []

  /** False while the user reads earlier messages. */
  @state() private following = true
  @query('ol') private readonly list?: HTMLElement

  protected override updated(): void {
    const { list } = this
    if (list && this.following) list.scrollTop = list.scrollHeight
  }

  protected override render(): TemplateResult {
    const say = wordsFor(dockWords, this.lang)
    return html`<section class="panel chat" aria-labelledby="chat">
      <h2 id="chat">${say.chat}</h2>
      ${this.#renderPinned(say)} ${this.#renderChat(say)}
    </section>`
  }

  #renderPinned(say: DockWords): TemplateResult | typeof nothing {
    if (this.pinned.length === 0) return nothing
    return html`<ul class="pinned" aria-label=${say.pinned}>
      ${this.pinned.map((row) => this.#renderRow(row, say, say.unpin))}
    </ul>`
  }

  #renderChat(say: DockWords): TemplateResult {
    if (this.chat.length === 0) return html`<p class="quiet">${say.chatEmpty}</p>`
    return html`<ol tabindex="0" aria-labelledby="chat" @scroll=${() => this.#scrolled()}>
        ${repeat(
          this.chat,
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
    const { name = '', text, value } = eventText(row, this.lang)
    const who = row.user && listed(row.user)
    return html`<li class=${row.type}>
      <p>
        <b>${name}</b> ${text} ${value === undefined ? nothing : html`<strong>${value}</strong>`}
      </p>
      <button
        class="plain"
        aria-label="${pin}: ${name}"
        title=${pin}
        @click=${() => this.dispatchEvent(new CustomEvent('line-pin', { detail: row }))}
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
      @click=${() => this.dispatchEvent(new CustomEvent('user-hide', { detail: who }))}
    >
      ${icon('eye-off')}
    </button>`
  }

  #scrolled(): void {
    const { list } = this
    if (!list) return
    this.following = list.scrollHeight - list.scrollTop - list.clientHeight < nearEndPx
  }
}

customElements.define('dock-chat', DockChat)

declare global {
  interface HTMLElementTagNameMap {
    'dock-chat': DockChat
  }
}
