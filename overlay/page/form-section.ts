import { html, LitElement, type nothing, type TemplateResult } from 'lit'
import { property, state } from 'lit/decorators.js'
import { wordsFor } from '../locale/index.ts'
import { pageWords } from '../locale/page.ts'
import { controlStyles } from '../theme/control.css.ts'
import type { Answer } from './api.ts'
import { troubleView } from './problem-view.ts'
import { sectionStyles } from './section.css.ts'

/** The base of the sections of a page: one request at a time, and its result in words. */
export abstract class FormSection extends LitElement {
  static override readonly styles = [controlStyles, sectionStyles]

  @property() override lang = ''

  @state() protected busy = false
  @state() private answer: Answer | undefined
  @state() private isSaved = false

  /** Waits for the answer of a request, which {@link renderResult} shows if it is a refusal. */
  protected async answered<Body>(request: Promise<Answer<Body>>): Promise<Answer<Body>> {
    this.busy = true
    this.isSaved = false
    const answer = await request
    this.busy = false
    this.answer = answer
    return answer
  }

  /** Waits for the answer of a request that saves something. */
  protected async saved<Body>(request: Promise<Answer<Body>>): Promise<Answer<Body>> {
    const answer = await this.answered(request)
    this.isSaved = answer.kind === 'done'
    return answer
  }

  /** Renders the result of the last request. */
  protected renderResult(): TemplateResult | typeof nothing {
    if (!this.isSaved) return troubleView(this.answer, this.lang)
    return html`<p class="quiet" role="status">${wordsFor(pageWords, this.lang).saved}</p>`
  }
}

/** Returns the fields of a form by name, trimmed. */
export function fieldsOf(event: SubmitEvent): (name: string) => string {
  event.preventDefault()
  const fields = new FormData(event.currentTarget as HTMLFormElement) // the listener is on a form
  return (name) => {
    const value = fields.get(name)
    return typeof value === 'string' ? value.trim() : ''
  }
}
