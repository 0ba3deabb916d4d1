import { html, nothing, type TemplateResult } from 'lit'
import { wordsFor } from '../locale/index.ts'
import { problemWords } from '../locale/problem.ts'
import { icon } from '../theme/icon.ts'
import type { Answer } from './api.ts'
import { detailsView } from './details.ts'
import { problemText } from '../api/problem.ts'

/** Renders the meaning of a refusal, and the action for it. */
export function troubleView(
  answer: Answer | undefined,
  language: string,
): TemplateResult | typeof nothing {
  if (!answer || answer.kind === 'done') return nothing
  const say = wordsFor(problemWords, language)
  // A wrong password is no lack of a login.
  if (answer.kind === 'login' && answer.problem.code !== 'wrong-password')
    return loginNeeded(language)
  if (answer.kind === 'silence')
    return html`<p class="trouble bad" role="alert">${say.unreachable}</p>`
  const { problem } = answer
  return html`<div class="trouble bad" role="alert">
    ${problemText(problem, language)} ${detailsView(problem.details, language)}
  </div>`
}

/** Renders that a login is needed, with the link to it, which leads back to this page. */
export function loginNeeded(language: string): TemplateResult {
  const say = wordsFor(problemWords, language)
  const here = encodeURIComponent(location.pathname + location.search)
  return html`<p class="trouble" role="alert">
    ${say.loginNeeded} <a href="/login?to=${here}">${icon('log-in')}${say.logIn}</a>
  </p>`
}
