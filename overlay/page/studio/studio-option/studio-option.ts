import './option-field.ts'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { type Design, valueOf, type Widget, withValue } from '../../../design/design.ts'
import type { Option, OptionGroup, OptionValue } from '../../../option/option.ts'
import { type Box, widgetSpecs, wholePlace } from '../../../design/widget.ts'
import { wordsFor } from '../../../locale/index.ts'
import { optionWords, type OptionWords } from '../../../locale/option.ts'
import { studioWords } from '../../../locale/studio.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { icon } from '../../../theme/icon.ts'
import { DesignChangeEvent, WidgetSelectEvent } from '../events.ts'
import type { OptionInputEvent } from './option-field.ts'
import { found } from './find.ts'
import { styles } from './studio-option.css.ts'

const groups: readonly OptionGroup[] = ['look', 'behaviour', 'filter']

/** The options of the selected widget, with a search over all of them. */
export class StudioOption extends LitElement {
  static override readonly styles = [controlStyles, styles]

  @property() override lang = ''
  @property({ attribute: false }) design: Design = { theme: 'dark-glass', widgets: [] }
  /** The index of the selected widget. */
  @property({ type: Number }) selected = 0

  @state() private sought = ''
  @query('input[type=search]') private readonly field?: HTMLInputElement

  protected override render(): TemplateResult {
    const words = wordsFor(optionWords, this.lang)
    const say = wordsFor(studioWords, this.lang)
    return html`
      <section class="panel" aria-label=${say.options}>
        <div class="search">
          ${icon('search')}
          <input
            type="search"
            aria-label=${say.search}
            placeholder=${say.search}
            .value=${this.sought}
            @input=${() => (this.sought = this.field?.value ?? '')}
          />
        </div>
        ${this.sought.trim() === '' ? this.#renderWidget(words) : this.#renderFound(words)}
      </section>
    `
  }

  #renderWidget(words: OptionWords): TemplateResult {
    const widget = this.design.widgets[this.selected]
    const say = wordsFor(studioWords, this.lang)
    if (!widget) return html`<p class="quiet">${say.noWidget}</p>`
    const { name, hint } = words.widgets[widget.kind]
    const { options } = widgetSpecs[widget.kind]
    const isChanged = Object.keys(widget.options).length > 0
    return html`
      <header>
        <div>
          <h2>${name}</h2>
          <p class="quiet">${hint}</p>
        </div>
        <button class="small" ?disabled=${!isChanged} @click=${() => this.#reset(widget)}>
          ${say.reset}
        </button>
      </header>
      <button
        class="small fill"
        ?disabled=${isWhole(widget.place)}
        @click=${() => this.#sendChange(this.selected, { ...widget, place: wholePlace })}
      >
        ${icon('maximize')}${say.boxFull}
      </button>
      ${groups.map((group) => {
        const own = options.filter((option) => option.group === group)
        return own.length === 0
          ? nothing
          : html`<fieldset>
              <legend>${words.groups[group]}</legend>
              ${own.map((option) => this.#renderField(this.selected, option))}
            </fieldset>`
      })}
    `
  }

  #renderFound(words: OptionWords): TemplateResult {
    const hits = this.design.widgets.flatMap((widget, index) => {
      const options = found(widgetSpecs[widget.kind].options, this.sought, words)
      return options.length === 0 ? [] : [{ widget, index, options }]
    })
    if (hits.length === 0) {
      return html`<p class="quiet" role="status">
        ${wordsFor(studioWords, this.lang).nothingFound}
      </p>`
    }
    return html`${hits.map(
      ({ widget, index, options }) =>
        html`<fieldset>
          <legend>
            <button class="plain" @click=${() => this.#turnTo(index)}>
              ${words.widgets[widget.kind].name}
            </button>
          </legend>
          ${options.map((option) => this.#renderField(index, option))}
        </fieldset>`,
    )}`
  }

  #renderField(index: number, option: Option): TemplateResult | typeof nothing {
    const widget = this.design.widgets[index]
    if (!widget) return nothing
    return html`<option-field
      .lang=${this.lang}
      .option=${option}
      .value=${valueOf(widget, option)}
      @option-input=${({ detail }: OptionInputEvent) => this.#set(index, option, detail)}
    ></option-field>`
  }

  #turnTo(index: number): void {
    this.sought = ''
    this.dispatchEvent(new WidgetSelectEvent(index))
  }

  #set(index: number, option: Option, value: OptionValue): void {
    const widget = this.design.widgets[index]
    if (!widget) return
    this.#sendChange(index, withValue(widget, option, value), `${index} ${option.name}`)
  }

  #reset(widget: Widget): void {
    this.#sendChange(this.selected, { ...widget, options: {} })
  }

  #sendChange(at: number, widget: Widget, about?: string): void {
    const widgets = this.design.widgets.map((one, index) => (index === at ? widget : one))
    const design = { ...this.design, widgets }
    this.dispatchEvent(new DesignChangeEvent({ design, ...(about === undefined ? {} : { about }) }))
  }
}

function isWhole({ width, height }: Box): boolean {
  return width === wholePlace.width && height === wholePlace.height
}

customElements.define('studio-option', StudioOption)

declare global {
  interface HTMLElementTagNameMap {
    'studio-option': StudioOption
  }
}
