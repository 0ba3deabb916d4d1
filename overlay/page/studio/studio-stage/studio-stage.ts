import '../../../element/danmu-overlay/danmu-overlay.ts'
import { html, LitElement, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import type { StageStats } from '../../../danmaku/stage.ts'
import type { DanmuOverlay } from '../../../element/danmu-overlay/danmu-overlay.ts'
import { type Backdrop, type PageWords, pageWordsFor } from '../../../locale/page/index.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { icon } from '../../../theme/icon.ts'
import { defaultOptions, type OverlayOptions } from '../../overlay-option.ts'
import { styles } from './studio-stage.css.ts'

const backdrops: readonly Backdrop[] = ['checker', 'dark', 'light']

const streamWidthPx = 1920
const figuresEveryMs = 500

/** The overlay as a 1920 x 1080 source shows it, made small; so what is tuned here is what OBS shows. */
export class StudioStage extends LitElement {
  static override readonly styles = [controlStyles, styles]

  /** The stream to show. */
  @property() src = ''
  @property() override lang = ''
  @property({ attribute: false }) options: OverlayOptions = defaultOptions

  @state() private backdrop: Backdrop = 'checker'
  @state() private stats: StageStats | undefined
  @state() private paused = false
  @query('.frame') private readonly frame?: HTMLElement
  @query('danmu-overlay') private readonly overlay?: DanmuOverlay

  readonly #sizes = new ResizeObserver(() => this.#fit())
  #timer: ReturnType<typeof setInterval> | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    this.#sizes.observe(this)
    this.#timer = setInterval(() => (this.stats = this.overlay?.stats), figuresEveryMs)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#sizes.disconnect()
    clearInterval(this.#timer)
  }

  protected override render(): TemplateResult {
    const words = pageWordsFor(this.lang)
    const { area, opacity, size, speed } = this.options
    return html`
      <div class="frame ${this.backdrop}" role="img" aria-label=${words.stage}>
        <danmu-overlay
          .src=${this.src}
          .lang=${this.lang}
          .area=${area}
          .opacity=${opacity}
          .fontSize=${size}
          .speed=${speed}
        ></danmu-overlay>
      </div>
      <div class="bar">
        ${this.#renderBackdrops(words)}
        <button class="small" @click=${() => this.#toggle()}>
          ${icon(this.paused ? 'play' : 'pause')}${this.paused ? words.play : words.pause}
        </button>
        <button class="small" @click=${() => this.overlay?.clear()}>
          ${icon('eraser')}${words.clear}
        </button>
        ${this.#renderFigures(words)}
      </div>
    `
  }

  #renderBackdrops(words: PageWords): TemplateResult {
    const radio = (name: Backdrop): TemplateResult => html`
      <label class=${name === this.backdrop ? 'chosen' : ''}>
        <input
          type="radio"
          name="backdrop"
          .checked=${name === this.backdrop}
          @change=${() => (this.backdrop = name)}
        />${words.backdrops[name]}
      </label>
    `
    return html`<fieldset>
      <legend>${words.backdrop}</legend>
      ${backdrops.map(radio)}
    </fieldset>`
  }

  #renderFigures(words: PageWords): TemplateResult {
    const { fps = 0, shown = 0, dropped = 0 } = this.stats ?? {}
    const figures = `${words.frames(fps)} · ${words.drops(shown, dropped)}`
    return html`<span class="quiet figures">${figures}</span>`
  }

  #toggle(): void {
    this.paused = !this.paused
    if (this.paused) this.overlay?.pause()
    else this.overlay?.play()
  }

  #fit(): void {
    const { frame, overlay } = this
    if (frame && overlay) overlay.style.transform = `scale(${frame.clientWidth / streamWidthPx})`
  }
}

customElements.define('studio-stage', StudioStage)

declare global {
  interface HTMLElementTagNameMap {
    'studio-stage': StudioStage
  }
}
