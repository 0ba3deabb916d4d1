import { html, nothing, type TemplateResult } from 'lit'
import { problemWordsFor } from '../locale/problem/index.ts'

/**
 * What the server says itself, folded away: it is English, and for who looks into it. The only place
 * where a page shows it.
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
