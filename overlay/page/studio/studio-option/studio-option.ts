import { html, LitElement, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { type PageWords, pageWordsFor } from '../../../locale/page/index.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { icon } from '../../../theme/icon.ts'
import {
  defaultOptions,
  type NumberOption,
  type OverlayOptions,
  ranges,
} from '../../overlay-option.ts'
import { styles } from './studio-option.css.ts'

/** Is sent while a slider moves: the options as they are now. */
export class OptionChangeEvent extends CustomEvent<OverlayOptions> {
  constructor(options: OverlayOptions) {
    super('option-change', { bubbles: true, composed: true, detail: options })
  }
}

const sliders: readonly NumberOption[] = ['size', 'area', 'opacity', 'speed']
const thanksMs = 2_000

/** How the overlay looks, and the link that says so to OBS. */
export class StudioOption extends LitElement {
  static override readonly styles = [controlStyles, styles]

  @property() override lang = ''
  @property({ attribute: false }) options: OverlayOptions = defaultOptions
  /** The link to the OBS page; empty while no room is open. */
  @property() link = ''

  @state() private copying: 'idle' | 'copied' | 'by-hand' = 'idle'
  @query('#link') private readonly field?: HTMLInputElement

  protected override render(): TemplateResult {
    const words = pageWordsFor(this.lang)
    return html`
      <section class="panel" aria-labelledby="look">
        <header>
          <h2 id="look">${words.look}</h2>
          <button class="small" @click=${() => this.#reset()}>${words.reset}</button>
        </header>
        ${sliders.map((name) => this.#renderSlider(name, words))}
        <div class="link">
          <h2><label for="link">${words.link}</label></h2>
          <input id="link" readonly .value=${this.link} @focus=${() => this.field?.select()} />
          <button class="primary" ?disabled=${this.link === ''} @click=${() => this.#copy()}>
            ${icon(this.copying === 'copied' ? 'check' : 'copy')}${this.#copyText(words)}
          </button>
          <p class="quiet">${words.linkHint}</p>
        </div>
      </section>
    `
  }

  #renderSlider(name: NumberOption, words: PageWords): TemplateResult {
    const { min, max, step } = ranges[name]
    const value = this.options[name]
    const said = words.optionValue(name, value)
    const change = (event: Event): void => {
      const { valueAsNumber } = event.target as HTMLInputElement // the slider below
      this.#tell({ ...this.options, [name]: valueAsNumber })
    }
    return html`
      <div class="slider">
        <label for=${name}>${words.options[name]}</label>
        <output for=${name}>${said}</output>
        <input
          id=${name}
          type="range"
          min=${min}
          max=${max}
          step=${step}
          aria-valuetext=${said}
          .value=${String(value)}
          @input=${change}
        />
      </div>
    `
  }

  #reset(): void {
    const { area, opacity, size, speed } = defaultOptions
    this.#tell({ ...this.options, area, opacity, size, speed })
  }

  #tell(options: OverlayOptions): void {
    this.dispatchEvent(new OptionChangeEvent(options))
  }

  #copyText(words: PageWords): string {
    if (this.copying === 'copied') return words.copied
    return this.copying === 'by-hand' ? words.copyByHand : words.copyLink
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.link)
      this.copying = 'copied'
    } catch {
      // No clipboard for pages over plain http on another machine; the person has one.
      this.field?.select()
      this.copying = 'by-hand'
    }
    setTimeout(() => (this.copying = 'idle'), thanksMs)
  }
}

customElements.define('studio-option', StudioOption)

declare global {
  interface HTMLElementTagNameMap {
    'studio-option': StudioOption
  }
  interface HTMLElementEventMap {
    'option-change': OptionChangeEvent
  }
}
