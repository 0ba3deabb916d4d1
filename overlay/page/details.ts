import { html, nothing, type TemplateResult } from 'lit'
import { wordsFor } from '../locale/index.ts'
import { problemWords } from '../locale/problem.ts'

/**
 * Returns the server's own text as a folded box, for operators: it is always English. Pages show it
 * nowhere else.
 */
export function detailsView(
  text: string | undefined,
  language: string,
): TemplateResult | typeof nothing {
  if (text === undefined || text === '') return nothing
  return html`<details class="details">
    <summary>${wordsFor(problemWords, language).details}</summary>
    <span lang="en">${text}</span>
  </details>`
}
