import '../../account-menu/account-menu.ts'
import '../../scheme-choice/scheme-choice.ts'
import '../room-state/room-state.ts'
import '../studio-event/studio-event.ts'
import '../studio-option/studio-option.ts'
import '../studio-room/studio-room.ts'
import '../studio-rooms/studio-rooms.ts'
import '../studio-overlays/studio-overlays.ts'
import '../studio-share/studio-share.ts'
import '../studio-preview/studio-preview.ts'
import '../studio-test/studio-test.ts'
import '../studio-traffic/studio-traffic.ts'
import '../studio-widget/studio-widget.ts'
import { html, LitElement, type TemplateResult } from 'lit'
import { query } from 'lit/decorators.js'
import type { FeedEvent } from '../../../../proto/feed/index.ts'
import type { Design } from '../../../design/design.ts'
import { wordsFor } from '../../../locale/index.ts'
import { type PageWords, pageWords } from '../../../locale/page.ts'
import { studioWords, type TrafficKind } from '../../../locale/studio.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { icon, mark } from '../../../theme/icon.ts'
import { streamPath } from '../../stream-path.ts'
import type { DesignChange } from '../events.ts'
import type { OpenedOverlay, StudioOverlays } from '../studio-overlays/studio-overlays.ts'
import { StudioState } from '../studio-state.ts'
import type { StudioPreview } from '../studio-preview/studio-preview.ts'
import { styles } from './studio-app.css.ts'

/**
 * The home page: a user chooses a room, designs an overlay and adds it to OBS. The address has the
 * complete state.
 */
export class StudioApp extends LitElement {
  static override readonly styles = [controlStyles, styles]

  @query('studio-preview') private readonly preview?: StudioPreview
  @query('studio-overlays') private readonly overlays?: StudioOverlays

  readonly #state = new StudioState(this)

  protected override firstUpdated(): void {
    const { requestedName } = this.#state
    if (requestedName !== null) void this.overlays?.open(requestedName)
  }

  protected override updated(): void {
    document.documentElement.lang = this.#language
  }

  protected override render(): TemplateResult {
    const words = wordsFor(pageWords, this.#language)
    const say = wordsFor(studioWords, this.#language)
    return html`
      ${this.#renderHeader(words)} ${this.#renderTools()}
      <main
        @design-change=${({ detail }: CustomEvent<DesignChange>) => this.#state.change(detail)}
        @widget-select=${({ detail }: CustomEvent<number>) => this.#state.select(detail)}
        @room-open=${({ detail }: CustomEvent<string>) => this.#state.open(detail)}
      >
        <section class="centre" aria-label=${say.preview}>${this.#renderCentre()}</section>
        <section class="right" aria-label=${say.options}>${this.#renderRight()}</section>
        <section class="left" aria-label=${say.roomsAndOverlays}>${this.#renderLeft()}</section>
      </main>
    `
  }

  get #design(): Design {
    return this.#state.design
  }

  get #language(): string {
    return this.#state.language
  }

  #renderHeader(words: PageWords): TemplateResult {
    return html`
      <header>
        <h1>${mark()}danmu-relay</h1>
        <studio-room
          .lang=${this.#language}
          .room=${this.#design.room ?? ''}
          @room-open=${({ detail }: CustomEvent<string>) => this.#state.open(detail)}
        ></studio-room>
        <account-menu .lang=${this.#language}></account-menu>
        <scheme-choice .lang=${this.#language}></scheme-choice>
        <button class="small language" @click=${() => this.#state.switchLanguage()}>
          ${words.otherLanguage}
        </button>
      </header>
    `
  }

  #renderTools(): TemplateResult {
    const language = this.#language
    const say = wordsFor(studioWords, language)
    const { past, future } = this.#state.history
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
            @click=${() => this.#state.travel(how)}
          >
            ${icon(`${how}-2`)}
          </button>`,
      )}
      <studio-share
        .lang=${language}
        .design=${this.#design}
        .name=${this.#state.name}
      ></studio-share>
      <studio-test
        .lang=${language}
        .room=${this.#design.room ?? ''}
        @preview-events=${this.#pushToPreview}
      ></studio-test>
    </div>`
  }

  #renderCentre(): TemplateResult {
    const { room } = this.#design
    const language = this.#language
    const isLive = room !== undefined && this.#state.traffic === 'live'
    return html`
      ${room === undefined ? this.#renderSteps() : this.#renderState(room)}
      <studio-preview
        .lang=${language}
        .design=${this.#design}
        .selected=${this.#state.selected}
        .src=${isLive ? streamPath(room) : ''}
      ></studio-preview>
      <studio-traffic
        .lang=${language}
        .kind=${this.#state.traffic}
        .room=${room !== undefined}
        @preview-events=${this.#pushToPreview}
        @traffic-change=${({ detail }: CustomEvent<TrafficKind>) => this.#state.play(detail)}
      ></studio-traffic>
    `
  }

  #renderState(room: string): TemplateResult {
    const { state: feed, trouble, rate, quietSeconds, secondsUntil } = this.#state.room
    return html`<room-state
      .room=${room}
      .lang=${this.#language}
      .state=${feed}
      .trouble=${trouble}
      .rate=${rate}
      .quietSeconds=${quietSeconds}
      .secondsUntil=${secondsUntil}
      @room-retry=${() => this.#state.room.retry()}
    ></room-state>`
  }

  #renderSteps(): TemplateResult {
    return html`<div class="panel empty">
      <h2>${wordsFor(pageWords, this.#language).emptyTitle}</h2>
      <ol>
        ${wordsFor(studioWords, this.#language).steps.map((step) => html`<li>${step}</li>`)}
      </ol>
    </div>`
  }

  #renderLeft(): TemplateResult {
    const { room } = this.#design
    const language = this.#language
    return html`
      <studio-rooms .lang=${language} .room=${room ?? ''}></studio-rooms>
      <studio-overlays
        .lang=${language}
        .design=${this.#design}
        .name=${this.#state.name}
        @overlay-open=${({ detail }: CustomEvent<OpenedOverlay>) => this.#state.adopt(detail)}
      ></studio-overlays>
      <studio-event .lang=${language} .events=${this.#state.room.events}></studio-event>
    `
  }

  #renderRight(): TemplateResult {
    const language = this.#language
    return html`
      <studio-widget
        .lang=${language}
        .design=${this.#design}
        .selected=${this.#state.selected}
      ></studio-widget>
      <studio-option
        .lang=${language}
        .design=${this.#design}
        .selected=${this.#state.selected}
      ></studio-option>
    `
  }

  readonly #pushToPreview = ({ detail }: CustomEvent<readonly FeedEvent[]>): void => {
    this.preview?.push(detail)
  }
}

customElements.define('studio-app', StudioApp)

declare global {
  interface HTMLElementTagNameMap {
    'studio-app': StudioApp
  }
}
