import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { property, state } from 'lit/decorators.js'
import type {
  ChoiceOption,
  FlagOption,
  ManyOption,
  NumberOption,
  Option,
  OptionValue,
  TextOption,
} from '../../../option/option.ts'
import { acceptValue } from '../../../design/option-value.ts'
import { wordsFor } from '../../../locale/index.ts'
import { optionWords, type OptionWords } from '../../../locale/option.ts'
import { studioWords } from '../../../locale/studio.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { icon } from '../../../theme/icon.ts'
import { styles } from './option-field.css.ts'

/** The event that is sent while the user changes a value. */
export class OptionInputEvent extends CustomEvent<OptionValue> {
  constructor(value: OptionValue) {
    super('option-input', { detail: value })
  }
}

/** The control of one option of any kind. */
export class OptionField extends LitElement {
  static override readonly styles = [controlStyles, styles]

  @property() override lang = ''
  @property({ attribute: false }) option: Option | undefined
  @property({ attribute: false }) value: OptionValue = ''

  /** True while the text of the field is invalid. */
  @state() private wrong = false

  protected override render(): TemplateResult | typeof nothing {
    const { option } = this
    if (!option) return nothing
    const words = wordsFor(optionWords, this.lang)
    const { name, hint } = words.options[option.name]
    const say = wordsFor(studioWords, this.lang)
    const changed = this.value !== option.default
    return html`
      <div class="field ${option.kind}">
        <label for="control" id="label">${name}</label>
        ${
          changed
            ? html`<button
                class="plain reset"
                aria-label=${say.resetOne(name)}
                title=${say.resetOne(name)}
                @click=${() => this.#sendValue(option.default)}
              >
                ${icon('undo-2')}
              </button>`
            : nothing
        }
        ${this.#renderControl(option, words)}
        <p class="hint" id="hint">${this.wrong ? say.noUse : hint}</p>
      </div>
    `
  }

  #renderControl(option: Option, words: OptionWords): TemplateResult {
    if (option.kind === 'number') return this.#renderNumber(option, words)
    if (option.kind === 'flag') return this.#renderFlag(option)
    if (option.kind === 'choice') return this.#renderChoice(option, words)
    return option.kind === 'many' ? this.#renderMany(option, words) : this.#renderText(option)
  }

  #renderNumber({ min, max, step, auto, unit }: NumberOption, words: OptionWords): TemplateResult {
    const value = Number(this.value)
    const amount = value === auto ? words.auto : words.amount(value, unit)
    return html`
      <output for="control">${amount}</output>
      <input
        id="control"
        type="range"
        min=${min}
        max=${max}
        step=${step}
        aria-valuetext=${amount}
        aria-describedby="hint"
        .value=${String(value)}
        @input=${(event: Event) => this.#sendValue((event.target as HTMLInputElement).valueAsNumber)}
      />
    `
  }

  #renderFlag(_option: FlagOption): TemplateResult {
    return html`<input
      id="control"
      type="checkbox"
      role="switch"
      aria-describedby="hint"
      .checked=${this.value === true}
      @change=${(event: Event) => this.#sendValue((event.target as HTMLInputElement).checked)}
    />`
  }

  #renderChoice({ choices }: ChoiceOption, words: OptionWords): TemplateResult {
    return html`<select
      id="control"
      aria-describedby="hint"
      .value=${String(this.value)}
      @change=${(event: Event) => this.#sendValue((event.target as HTMLSelectElement).value)}
    >
      ${choices.map(
        (choice) =>
          html`<option value=${choice} ?selected=${choice === this.value}>
            ${words.choices[choice]}
          </option>`,
      )}
    </select>`
  }

  #renderMany({ choices }: ManyOption, words: OptionWords): TemplateResult {
    const chosen = new Set(String(this.value).split(' '))
    const toggle = (choice: string): void => {
      const next = choices.filter((one) => (one === choice) !== chosen.has(one))
      // No selection would mean the default again, which would surprise users.
      if (next.length > 0) this.#sendValue(next.join(' '))
      else this.requestUpdate()
    }
    return html`<div class="many" id="control" role="group" aria-labelledby="label">
      ${choices.map(
        (choice) =>
          html`<label class="chip">
            <input
              type="checkbox"
              .checked=${chosen.has(choice)}
              @change=${() => toggle(choice)}
            /><span>${words.choices[choice]}</span>
          </label>`,
      )}
    </div>`
  }

  #renderText(option: TextOption): TemplateResult {
    const input = (event: Event): void => {
      const { value } = event.target as HTMLInputElement | HTMLTextAreaElement
      this.wrong = acceptValue(option, value) === undefined
      if (!this.wrong) this.#sendValue(value)
    }
    return option.format === 'json' || option.format === 'list'
      ? html`<textarea
          id="control"
          rows="2"
          spellcheck="false"
          aria-describedby="hint"
          aria-invalid=${this.wrong}
          .value=${String(this.value)}
          @input=${input}
        ></textarea>`
      : html`<input
          id="control"
          spellcheck="false"
          autocomplete="off"
          aria-describedby="hint"
          aria-invalid=${this.wrong}
          .value=${String(this.value)}
          @input=${input}
        />`
  }

  #sendValue(value: OptionValue): void {
    this.dispatchEvent(new OptionInputEvent(value))
  }
}

customElements.define('option-field', OptionField)

declare global {
  interface HTMLElementTagNameMap {
    'option-field': OptionField
  }
}
