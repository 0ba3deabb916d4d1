import { html, nothing, type TemplateResult } from 'lit'
import { problemWordsFor } from '../locale/problem/index.ts'

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
    <summary>${problemWordsFor(language).details}</summary>
    <span lang="en">${text}</span>
  </details>`
}
