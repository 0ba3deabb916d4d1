import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { property } from 'lit/decorators.js'
import { type Design, firstDesign, maxWidgets, newWidget } from '../../../design/design.ts'
import { type Theme, themes } from '../../../theme/themes.ts'
import { widgetKinds } from '../../../design/widget.ts'
import type { WidgetKind } from '../../../option/widget-kind.ts'
import { wordsFor } from '../../../locale/index.ts'
import { optionWords } from '../../../locale/option.ts'
import { studioWords } from '../../../locale/studio.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { icon } from '../../../theme/icon.ts'
import { DesignChangeEvent, WidgetSelectEvent } from '../events.ts'
import { widgetIcons } from '../widget-icon.ts'
import { styles } from './studio-widget.css.ts'

const schemes = ['auto', 'dark', 'light'] as const

/** The widgets on the picture, and the theme. */
export class StudioWidget extends LitElement {
  static override readonly styles = [controlStyles, styles]

  @property() override lang = ''
  @property({ attribute: false }) design: Design = firstDesign
  /** The index of the selected widget. */
  @property({ type: Number }) selected = 0

  protected override render(): TemplateResult {
    const say = wordsFor(studioWords, this.lang)
    return html`
      <section class="panel" aria-labelledby="widgets">
        <h2 id="widgets">${say.widgets}</h2>
        <ul>
          ${this.design.widgets.map(({ kind }, index) => this.#renderWidget(kind, index))}
        </ul>
        <div class="add" role="group" aria-label=${say.widgetAdd}>
          ${widgetKinds.map((kind) => this.#renderAdd(kind))}
        </div>
        <h2 id="theme">${say.theme}</h2>
        <div class="themes" role="radiogroup" aria-labelledby="theme">
          ${themes.map((theme) => this.#renderTheme(theme))}
        </div>
        <div class="schemes" role="radiogroup" aria-label=${say.scheme}>
          ${schemes.map(
            (scheme) =>
              html`<label class="chip">
                <input
                  type="radio"
                  name="scheme"
                  .checked=${scheme === (this.design.scheme ?? 'auto')}
                  @change=${() => this.#setScheme(scheme)}
                /><span>${say.schemes[scheme]}</span>
              </label>`,
          )}
        </div>
      </section>
    `
  }

  #renderWidget(kind: WidgetKind, index: number): TemplateResult {
    const { name } = wordsFor(optionWords, this.lang).widgets[kind]
    const chosen = index === this.selected
    return html`<li class=${chosen ? 'chosen' : ''}>
      <button
        class="plain pick"
        aria-pressed=${chosen}
        @click=${() => this.dispatchEvent(new WidgetSelectEvent(index))}
      >
        ${icon(widgetIcons[kind])}${name}
      </button>
      <button
        class="plain remove"
        aria-label=${wordsFor(studioWords, this.lang).widgetRemove(name)}
        @click=${() => this.#remove(index)}
      >
        ${icon('x')}
      </button>
    </li>`
  }

  #renderAdd(kind: WidgetKind): TemplateResult | typeof nothing {
    const { name, hint } = wordsFor(optionWords, this.lang).widgets[kind]
    const { widgets } = this.design
    if (widgets.some((widget) => widget.kind === kind)) return nothing
    return html`<button
      class="small"
      title=${hint}
      ?disabled=${widgets.length >= maxWidgets}
      @click=${() => this.#add(kind)}
    >
      ${icon('plus')}${name}
    </button>`
  }

  #renderTheme(theme: Theme): TemplateResult {
    return html`<label class="theme">
      <input
        type="radio"
        name="theme"
        .checked=${theme === this.design.theme}
        @change=${() => this.#sendChange({ ...this.design, theme })}
      />
      <span class="swatch ${theme}" aria-hidden="true"><i></i><i></i></span>
      <span>${wordsFor(optionWords, this.lang).themes[theme]}</span>
    </label>`
  }

  #add(kind: WidgetKind): void {
    const widgets = [...this.design.widgets, newWidget(kind)]
    this.#sendChange({ ...this.design, widgets }, widgets.length - 1)
  }

  #remove(at: number): void {
    const widgets = this.design.widgets.filter((_, index) => index !== at)
    const next = this.selected > at ? this.selected - 1 : this.selected
    this.#sendChange({ ...this.design, widgets }, Math.max(0, Math.min(next, widgets.length - 1)))
  }

  #setScheme(scheme: (typeof schemes)[number]): void {
    const { scheme: _before, ...others } = this.design
    this.#sendChange(scheme === 'auto' ? others : { ...others, scheme })
  }

  #sendChange(design: Design, selected = this.selected): void {
    this.dispatchEvent(new DesignChangeEvent({ design, selected }))
  }
}

customElements.define('studio-widget', StudioWidget)

declare global {
  interface HTMLElementTagNameMap {
    'studio-widget': StudioWidget
  }
}
