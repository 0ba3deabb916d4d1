import '../studio-boxes/studio-boxes.ts'
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import type { FeedEvent } from '../../../../proto/feed/index.ts'
import { type Design, firstDesign } from '../../../design/design.ts'
import { wordsFor } from '../../../locale/index.ts'
import { statusWords } from '../../../locale/status.ts'
import { type Backdrop, studioWords } from '../../../locale/studio.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { icon } from '../../../theme/icon.ts'
import {
  type FromPreview,
  onMessage,
  type PreviewMessage,
  previewQuery,
  type ToPreview,
} from '../../preview/message.ts'
import { styles } from './studio-preview.css.ts'

const still = new URL('./still.svg', import.meta.url).href
const backdrops: readonly Backdrop[] = ['checker', 'dark', 'light', 'still']
const shapes = { '16:9': [1920, 1080], '9:16': [1080, 1920] } as const

/** The aspect ratio of the picture. */
type Shape = keyof typeof shapes

/**
 * The preview: the page that OBS shows, at its size in OBS, scaled down, so that the result is the
 * same there. It is a page of its own, because themes style whole pages.
 */
export class StudioPreview extends LitElement {
  static override readonly styles = [controlStyles, styles]

  @property() override lang = ''
  @property({ attribute: false }) design: Design = firstDesign
  /** The stream of the room; empty where events are pushed. */
  @property() src = ''
  /** The index of the selected widget. */
  @property({ type: Number }) selected = 0

  @state() private shape: Shape = '16:9'
  @state() private backdrop: Backdrop = 'still'
  @state() private figures: FromPreview | undefined
  @query('.frame') private readonly frame?: HTMLElement
  @query('iframe') private readonly page?: HTMLIFrameElement

  readonly #sizes = new ResizeObserver(() => this.#fit())
  #stopListening: (() => void) | undefined
  #ready = false

  override connectedCallback(): void {
    super.connectedCallback()
    this.#sizes.observe(this)
    this.#stopListening = onMessage(
      () => this.page?.contentWindow,
      (message) => this.#receive(message),
    )
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#sizes.disconnect()
    this.#stopListening?.()
    this.#ready = false
  }

  /** Shows events that are not of a stream. */
  push(events: readonly FeedEvent[]): void {
    if (this.#ready) this.#send({ kind: 'events', events })
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('design') || changed.has('src') || changed.has('lang')) this.#show()
    this.#fit()
  }

  protected override render(): TemplateResult {
    const say = wordsFor(studioWords, this.lang)
    const [width, height] = shapes[this.shape]
    return html`
      <div class="frame ${this.backdrop} ${this.shape === '9:16' ? 'tall' : ''}">
        ${this.backdrop === 'still' ? html`<img src=${still} alt="" />` : nothing}
        <iframe
          src="/overlay?${previewQuery}"
          title=${say.preview}
          width=${width}
          height=${height}
          tabindex="-1"
        ></iframe>
        <studio-boxes
          .lang=${this.lang}
          .design=${this.design}
          .selected=${this.selected}
        ></studio-boxes>
      </div>
      <div class="bar">
        ${this.#renderRadios('shape', say.shape, ['16:9', '9:16'] as const, String)}
        ${this.#renderRadios('backdrop', say.backdrop, backdrops, (name) => say.backdrops[name])}
        <button class="small" @click=${() => this.#send({ kind: 'clear' })}>
          ${icon('eraser')}${say.clear}
        </button>
        ${this.#renderFigures()}
      </div>
    `
  }

  #renderRadios<Name extends Shape | Backdrop>(
    field: 'shape' | 'backdrop',
    title: string,
    names: readonly Name[],
    word: (name: Name) => string,
  ): TemplateResult {
    const choose = (name: Shape | Backdrop): void => {
      if (name in shapes) this.shape = name as Shape // a name of the list
      else this.backdrop = name as Backdrop // likewise
    }
    return html`<div class="radios" role="radiogroup" aria-label=${title}>
      ${names.map(
        (name) =>
          html`<label class="chip">
            <input
              type="radio"
              name=${field}
              .checked=${name === this[field]}
              @change=${() => choose(name)}
            /><span>${word(name)}</span>
          </label>`,
      )}
    </div>`
  }

  #renderFigures(): TemplateResult {
    const words = wordsFor(statusWords, this.lang)
    const { fps, shown, dropped } =
      this.figures?.kind === 'figures' ? this.figures : { fps: 0, shown: undefined, dropped: 0 }
    const counts = shown === undefined ? [] : [words.shown(shown), words.dropped(dropped)]
    const figures = [words.framesPerSecond(fps), ...counts].join(' · ')
    return html`<span class="quiet figures">${figures}</span>`
  }

  #receive(message: PreviewMessage): void {
    if (message.kind === 'figures') {
      this.figures = message
      return
    }
    if (message.kind !== 'ready') return
    this.#ready = true
    this.#show()
  }

  #show(): void {
    if (!this.#ready) return
    const { design, lang: language, src } = this
    this.#send({ kind: 'design', design, language, src })
  }

  #send(message: ToPreview): void {
    this.page?.contentWindow?.postMessage(message, location.origin)
  }

  #fit(): void {
    const { frame, page } = this
    const [width] = shapes[this.shape]
    if (frame && page) page.style.transform = `scale(${frame.clientWidth / width})`
  }
}

customElements.define('studio-preview', StudioPreview)

declare global {
  interface HTMLElementTagNameMap {
    'studio-preview': StudioPreview
  }
}
