import { html, LitElement, type TemplateResult } from 'lit'
import { property, state } from 'lit/decorators.js'
import { wordsFor } from '../../locale/index.ts'
import { type PageScheme, pageWords } from '../../locale/page.ts'
import { controlStyles } from '../../theme/control.css.ts'
import { icon } from '../../theme/icon.ts'
import { chooseScheme, chosenScheme, pageSchemes, applyScheme } from '../scheme.ts'
import { styles } from './scheme-choice.css.ts'

const icons = { system: 'monitor', light: 'sun', dark: 'moon' } as const

/**
 * The choice of the colour scheme of our pages: dark, light, or the system's; all open pages
 * follow.
 */
export class SchemeChoice extends LitElement {
  static override readonly styles = [controlStyles, styles]

  @property() override lang = ''

  @state() private scheme: PageScheme = chosenScheme()

  readonly #onStorage = (): void => {
    this.scheme = chosenScheme()
    applyScheme(this.scheme)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('storage', this.#onStorage)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('storage', this.#onStorage)
  }

  protected override render(): TemplateResult {
    const { scheme: label, schemes } = wordsFor(pageWords, this.lang)
    return html`<div class="choices" role="radiogroup" aria-label=${label}>
      ${pageSchemes.map(
        (scheme) =>
          html`<label class="chip" title=${schemes[scheme]}>
            <input
              type="radio"
              name="scheme"
              aria-label=${schemes[scheme]}
              .checked=${scheme === this.scheme}
              @change=${() => this.#choose(scheme)}
            /><span>${icon(icons[scheme])}</span>
          </label>`,
      )}
    </div>`
  }

  #choose(scheme: PageScheme): void {
    this.scheme = scheme
    chooseScheme(scheme)
  }
}

customElements.define('scheme-choice', SchemeChoice)

declare global {
  interface HTMLElementTagNameMap {
    'scheme-choice': SchemeChoice
  }
}
