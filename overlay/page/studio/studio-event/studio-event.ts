import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { property } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { FeedEvent } from '../../../../proto/feed/index.ts'
import { wordsFor } from '../../../locale/index.ts'
import { type PageWords, pageWords } from '../../../locale/page.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { eventText } from '../../event-text.ts'
import { styles } from './studio-event.css.ts'

/** The list of a room's newest events as text. */
export class StudioEvent extends LitElement {
  static override readonly styles = [controlStyles, styles]

  @property() override lang = ''
  /** The events, newest first. */
  @property({ attribute: false }) events: readonly FeedEvent[] = []

  protected override render(): TemplateResult {
    const words = wordsFor(pageWords, this.lang)
    return html`
      <section class="panel" aria-labelledby="title">
        <h2 id="title">${words.events}</h2>
        ${
          this.events.length === 0
            ? html`<p class="quiet">${words.noEvents}</p>`
            : this.#renderList(words)
        }
      </section>
    `
  }

  #renderList(words: PageWords): TemplateResult {
    const row = (event: FeedEvent): TemplateResult => {
      const { name, text, value } = eventText(event, this.lang)
      return html`
        <li class=${value === undefined ? '' : 'paid'}>
          <span class="type">${words.eventTypes[event.type]}</span>
          <span class="text">
            ${name === undefined ? nothing : html`<span class="name">${name}</span>`}${text}
            ${value === undefined ? nothing : html`<span class="amount">${value}</span>`}
          </span>
        </li>
      `
    }
    // Focusable, so that the keyboard can scroll it.
    return html`<ol tabindex="0" aria-labelledby="title">
      ${repeat(this.events, (event) => event.seq, row)}
    </ol>`
  }
}

customElements.define('studio-event', StudioEvent)

declare global {
  interface HTMLElementTagNameMap {
    'studio-event': StudioEvent
  }
}
