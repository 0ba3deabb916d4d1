import { html, type TemplateResult } from 'lit'
import { wordsFor } from '../../locale/index.ts'
import { meWords, type MeWords } from '../../locale/me.ts'
import { FormSection } from '../form-section.ts'

/** The base of the sections of the page of the own account. */
export abstract class MeSection extends FormSection {
  /** The texts in the language of the page. */
  protected get words(): MeWords {
    return wordsFor(meWords, this.lang)
  }

  /** Renders the button that loads the next page of a list. */
  protected renderMore(load: () => void): TemplateResult {
    return html`<div class="row">
      <button ?disabled=${this.busy} @click=${load}>${this.words.more}</button>
    </div>`
  }

  /** Returns a time in the language of the page. */
  protected timeText(at: number): string {
    return new Date(at).toLocaleString(this.lang)
  }
}
