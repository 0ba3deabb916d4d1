import '../room-state/room-state.ts'
import '../studio-event/studio-event.ts'
import '../studio-option/studio-option.ts'
import '../studio-stage/studio-stage.ts'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { query, state } from 'lit/decorators.js'
import { isChinese } from '../../../locale/index.ts'
import { type PageWords, pageWordsFor, type RoomProblem } from '../../../locale/page/index.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { icon, mark } from '../../../theme/icon.ts'
import {
  optionQuery,
  type OverlayOptions,
  readOptions,
  streamPath,
  withoutRoom,
} from '../../overlay-option.ts'
import { RoomListener } from '../listener.ts'
import { readRoomRef } from '../room-ref.ts'
import type { OptionChangeEvent } from '../studio-option/studio-option.ts'
import { styles } from './studio-app.css.ts'

const demoRoom = 'demo:busy'

/** The home page: choose a room, tune the overlay, copy the link. The address bar keeps it all. */
export class StudioApp extends LitElement {
  static override readonly styles = [controlStyles, styles]

  @state() private options: OverlayOptions = readOptions(new URLSearchParams(location.search))
    .options
  @state() private problem: RoomProblem | undefined
  @query('#room') private readonly field?: HTMLInputElement

  readonly #listener = new RoomListener(this)

  override connectedCallback(): void {
    super.connectedCallback()
    const room = readRoomRef(this.options.room ?? '')
    if ('room' in room) this.#open(room.room)
    else this.#change(withoutRoom(this.options))
  }

  protected override updated(): void {
    document.documentElement.lang = this.#language
  }

  protected override render(): TemplateResult {
    const words = pageWordsFor(this.#language)
    const { room } = this.options
    const language = this.#language
    return html`
      ${this.#renderHeader(words)}
      <main>
        <section class="centre">
          ${room === undefined ? this.#renderEmpty(words) : this.#renderRoom(room)}
        </section>
        <studio-option
          .lang=${language}
          .options=${this.options}
          .link=${room === undefined ? '' : this.#link()}
          @option-change=${({ detail }: OptionChangeEvent) => this.#change(detail)}
        ></studio-option>
        <studio-event .lang=${language} .events=${this.#listener.events}></studio-event>
      </main>
    `
  }

  get #language(): string {
    return this.options.lang ?? navigator.language
  }

  #renderHeader(words: PageWords): TemplateResult {
    const { problem } = this
    return html`
      <header>
        <h1>${mark()}danmu-relay</h1>
        <form @submit=${(event: SubmitEvent) => this.#submit(event)}>
          <input
            id="room"
            autocomplete="off"
            spellcheck="false"
            aria-label=${words.roomLabel}
            aria-invalid=${problem !== undefined}
            aria-describedby="problem"
            placeholder=${words.roomHint}
            .value=${this.options.room ?? ''}
          />
          <button class="primary" type="submit">${words.open}</button>
          <button type="button" class="demo" @click=${() => this.#open(demoRoom)}>
            ${icon('play')}${words.startDemo}
          </button>
          <p class="invalid" id="problem" role="alert" ?hidden=${problem === undefined}>
            ${problem === undefined ? nothing : words.roomProblem[problem]}
          </p>
        </form>
        <button class="small language" @click=${() => this.#switchLanguage()}>
          ${words.otherLanguage}
        </button>
      </header>
    `
  }

  #renderRoom(room: string): TemplateResult {
    const { state: feed, trouble, rate, quietSeconds } = this.#listener
    const language = this.#language
    return html`
      <room-state
        .room=${room}
        .lang=${language}
        .state=${feed}
        .trouble=${trouble}
        .rate=${rate}
        .quietSeconds=${quietSeconds}
        @room-retry=${() => this.#listener.retry()}
      ></room-state>
      <studio-stage
        .src=${streamPath(room)}
        .lang=${language}
        .options=${this.options}
      ></studio-stage>
    `
  }

  #renderEmpty(words: PageWords): TemplateResult {
    return html`
      <div class="panel empty">
        <h2>${words.emptyTitle}</h2>
        <ol>
          ${words.steps.map((step) => html`<li>${step}</li>`)}
        </ol>
        <button class="primary" @click=${() => this.#open(demoRoom)}>
          ${icon('play')}${words.startDemo}
        </button>
      </div>
    `
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault()
    const read = readRoomRef(this.field?.value ?? '')
    if ('room' in read) this.#open(read.room)
    else this.problem = read.problem
  }

  #open(room: string): void {
    this.problem = undefined
    this.#change({ ...this.options, room })
    this.#listener.listen(room)
  }

  #switchLanguage(): void {
    this.#change({ ...this.options, lang: isChinese(this.#language) ? 'en' : 'zh-CN' })
  }

  #change(options: OverlayOptions): void {
    this.options = options
    history.replaceState(undefined, '', `?${optionQuery(options)}`)
  }

  #link(): string {
    return new URL(`/overlay?${optionQuery(this.options)}`, location.href).href
  }
}

customElements.define('studio-app', StudioApp)

declare global {
  interface HTMLElementTagNameMap {
    'studio-app': StudioApp
  }
}
