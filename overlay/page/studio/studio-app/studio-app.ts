import '../../scheme-choice/scheme-choice.ts'
import '../room-state/room-state.ts'
import '../studio-event/studio-event.ts'
import '../studio-option/studio-option.ts'
import '../studio-room/studio-room.ts'
import '../studio-rooms/studio-rooms.ts'
import '../studio-saved/studio-saved.ts'
import '../studio-share/studio-share.ts'
import '../studio-stage/studio-stage.ts'
import '../studio-test/studio-test.ts'
import '../studio-traffic/studio-traffic.ts'
import '../studio-widget/studio-widget.ts'
import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit'
import { query, state } from 'lit/decorators.js'
import { type FeedEvent, parseRoomId } from '../../../../proto/feed/index.ts'
import type { Design } from '../../../design/design.ts'
import { linkQuery, readLink } from '../../../design/link.ts'
import { isChinese } from '../../../locale/index.ts'
import { type PageWords, pageWordsFor } from '../../../locale/page/index.ts'
import { studioWordsFor } from '../../../locale/studio/index.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { icon, mark } from '../../../theme/icon.ts'
import { streamPath } from '../../stream-path.ts'
import type { DesignChange } from '../events.ts'
import { changed, type History, historyOf, redone, undone } from '../history.ts'
import { RoomController } from '../room-controller.ts'
import type { OpenedOverlay, StudioSaved } from '../studio-saved/studio-saved.ts'
import type { StudioStage } from '../studio-stage/studio-stage.ts'
import type { TrafficKind } from '../../../locale/studio/words.ts'
import { undoKey } from './undo-key.ts'
import { styles } from './studio-app.css.ts'

/**
 * The home page: a user chooses a room, designs an overlay and adds it to OBS. The address has the
 * complete state.
 */
export class StudioApp extends LitElement {
  static override readonly styles = [controlStyles, styles]

  @state() private history: History<Design> = historyOf(
    readLink(new URLSearchParams(location.search)).design,
  )
  /** The index of the selected widget. */
  @state() private selected = 0
  @state() private traffic: TrafficKind = 'made'
  /** The name of the overlay in the preview, if it has one. */
  @state() private name: string | undefined
  @query('studio-stage') private readonly stage?: StudioStage
  @query('studio-saved') private readonly saved?: StudioSaved

  readonly #listener = new RoomController(this)
  readonly #onKey = (event: KeyboardEvent): void => {
    const how = undoKey(event)
    if (how) this.#travel(event, how)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('keydown', this.#onKey)
    const { room } = this.#design
    if (room !== undefined && parseRoomId(room)) this.#open(room)
    else this.#change({ design: withoutRoom(this.#design) })
    this.history = historyOf(this.#design)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('keydown', this.#onKey)
  }

  protected override firstUpdated(): void {
    const name = new URLSearchParams(location.search).get('named')
    if (name !== null) void this.saved?.open(name)
  }

  protected override updated(changes: PropertyValues): void {
    document.documentElement.lang = this.#language
    if (!changes.has('history') && !changes.has('name')) return
    const named = this.name === undefined ? '' : `&named=${this.name}`
    history.replaceState(undefined, '', `?${linkQuery(this.#design)}${named}`)
  }

  protected override render(): TemplateResult {
    const words = pageWordsFor(this.#language)
    const say = studioWordsFor(this.#language)
    return html`
      ${this.#renderHeader(words)} ${this.#renderTools()}
      <main
        @design-change=${({ detail }: CustomEvent<DesignChange>) => this.#change(detail)}
        @widget-select=${({ detail }: CustomEvent<number>) => (this.selected = detail)}
        @room-open=${({ detail }: CustomEvent<string>) => this.#open(detail)}
      >
        <section class="centre" aria-label=${words.stage}>${this.#renderCentre()}</section>
        <section class="right" aria-label=${say.options}>${this.#renderRight()}</section>
        <section class="left" aria-label=${say.roomsAndOverlays}>${this.#renderLeft()}</section>
      </main>
    `
  }

  get #design(): Design {
    return this.history.present
  }

  get #language(): string {
    return this.#design.lang ?? navigator.language
  }

  #renderHeader(words: PageWords): TemplateResult {
    return html`
      <header>
        <h1>${mark()}danmu-relay</h1>
        <studio-room
          .lang=${this.#language}
          .room=${this.#design.room ?? ''}
          @room-open=${({ detail }: CustomEvent<string>) => this.#open(detail)}
        ></studio-room>
        <scheme-choice .lang=${this.#language}></scheme-choice>
        <button class="small language" @click=${() => this.#switchLanguage()}>
          ${words.otherLanguage}
        </button>
      </header>
    `
  }

  #renderTools(): TemplateResult {
    const language = this.#language
    const say = studioWordsFor(language)
    const { past, future } = this.history
    return html`<div class="tools" role="group" aria-label=${say.tools}>
      ${(
        [
          ['undo', past],
          ['redo', future],
        ] as const
      ).map(
        ([how, designs]) =>
          html`<button
            class="square"
            aria-label=${say[how]}
            title=${say[how]}
            ?disabled=${designs.length === 0}
            @click=${(event: Event) => this.#travel(event, how)}
          >
            ${icon(`${how}-2`)}
          </button>`,
      )}
      <studio-share .lang=${language} .design=${this.#design} .name=${this.name}></studio-share>
      <studio-test
        .lang=${language}
        .room=${this.#design.room ?? ''}
        @preview-events=${this.#preview}
      ></studio-test>
    </div>`
  }

  #renderCentre(): TemplateResult {
    const { room } = this.#design
    const language = this.#language
    const isLive = room !== undefined && this.traffic === 'live'
    return html`
      ${room === undefined ? this.#renderSteps() : this.#renderState(room)}
      <studio-stage
        .lang=${language}
        .design=${this.#design}
        .selected=${this.selected}
        .src=${isLive ? streamPath(room) : ''}
      ></studio-stage>
      <studio-traffic
        .lang=${language}
        .kind=${this.traffic}
        .room=${room !== undefined}
        @preview-events=${this.#preview}
        @traffic-change=${({ detail }: CustomEvent<TrafficKind>) => (this.traffic = detail)}
      ></studio-traffic>
    `
  }

  #renderState(room: string): TemplateResult {
    const { state: feed, trouble, rate, quietSeconds, secondsUntil } = this.#listener
    return html`<room-state
      .room=${room}
      .lang=${this.#language}
      .state=${feed}
      .trouble=${trouble}
      .rate=${rate}
      .quietSeconds=${quietSeconds}
      .secondsUntil=${secondsUntil}
      @room-retry=${() => this.#listener.retry()}
    ></room-state>`
  }

  #renderSteps(): TemplateResult {
    return html`<div class="panel empty">
      <h2>${pageWordsFor(this.#language).emptyTitle}</h2>
      <ol>
        ${studioWordsFor(this.#language).steps.map((step) => html`<li>${step}</li>`)}
      </ol>
    </div>`
  }

  #renderLeft(): TemplateResult {
    const { room } = this.#design
    const language = this.#language
    return html`
      <studio-rooms .lang=${language} .room=${room ?? ''}></studio-rooms>
      <studio-saved
        .lang=${language}
        .design=${this.#design}
        .name=${this.name}
        @overlay-open=${({ detail }: CustomEvent<OpenedOverlay>) => this.#adopt(detail)}
      ></studio-saved>
      <studio-event .lang=${language} .events=${this.#listener.events}></studio-event>
    `
  }

  #renderRight(): TemplateResult {
    const language = this.#language
    return html`
      <studio-widget
        .lang=${language}
        .design=${this.#design}
        .selected=${this.selected}
      ></studio-widget>
      <studio-option
        .lang=${language}
        .design=${this.#design}
        .selected=${this.selected}
      ></studio-option>
    `
  }

  readonly #preview = ({ detail }: CustomEvent<readonly FeedEvent[]>): void => {
    this.stage?.push(detail)
  }

  #open(room: string): void {
    this.traffic = 'live'
    if (room !== this.#design.room) this.#change({ design: { ...this.#design, room } })
    this.#listener.listen(room)
  }

  /** Shows a stored overlay, or gives the shown one a name. */
  #adopt({ name, design }: OpenedOverlay): void {
    this.name = name
    if (!design) return
    this.#change({ design, selected: 0 })
    if (design.room !== undefined) this.#open(design.room)
  }

  #switchLanguage(): void {
    const lang = isChinese(this.#language) ? 'en' : 'zh-CN'
    this.#change({ design: { ...this.#design, lang } })
  }

  #change({ design, about, selected = this.selected }: DesignChange): void {
    this.history = changed(this.history, design, about)
    this.selected = selected
  }

  #travel(event: Event, how: 'undo' | 'redo'): void {
    event.preventDefault()
    this.history = how === 'undo' ? undone(this.history) : redone(this.history)
  }
}

function withoutRoom({ room: _room, ...others }: Design): Design {
  return others
}

customElements.define('studio-app', StudioApp)

declare global {
  interface HTMLElementTagNameMap {
    'studio-app': StudioApp
  }
}
