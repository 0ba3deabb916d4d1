import { html, nothing, type TemplateResult } from 'lit'
import { studioWordsFor } from '../locale/studio/index.ts'
import { icon } from '../theme/icon.ts'
import type { Answer } from './api.ts'
import { detailsView } from './details.ts'
import { problemText } from './problem.ts'

/** Renders the meaning of a refusal, and the action for it. */
export function troubleView(
  answer: Answer | undefined,
  language: string,
): TemplateResult | typeof nothing {
  if (!answer || answer.kind === 'done') return nothing
  const say = studioWordsFor(language)
  if (answer.kind === 'login') {
    return html`<p class="trouble" role="alert">
      ${say.loginNeeded} <a href="/login">${icon('log-in')}${say.login}</a>
    </p>`
  }
  if (answer.kind === 'silence') return html`<p class="trouble bad" role="alert">${say.silent}</p>`
  const { problem } = answer
  return html`<div class="trouble bad" role="alert">
    ${problemText(problem, language)} ${detailsView(problem.details, language)}
  </div>`
}
