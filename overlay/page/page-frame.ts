import './account-menu/account-menu.ts'
import './scheme-choice/scheme-choice.ts'
import { html, type TemplateResult } from 'lit'
import { isChinese, wordsFor } from '../locale/index.ts'
import { pageWords } from '../locale/page.ts'
import { mark } from '../theme/icon.ts'

/** Renders the header of a page: title, account with its pages, colours, language. */
export function pageHeader(
  title: string,
  language: string,
  onLanguage: (language: string) => void,
): TemplateResult {
  return html`<header>
    <a href="/" aria-label="danmu-relay">${mark()}</a>
    <h1>${title}</h1>
    <account-menu .lang=${language}></account-menu>
    <scheme-choice .lang=${language}></scheme-choice>
    ${languageButton(language, onLanguage)}
  </header>`
}

/** Renders the button that changes the language; the address of the page keeps the choice. */
export function languageButton(
  language: string,
  onLanguage: (language: string) => void,
): TemplateResult {
  const change = (): void => {
    const next = isChinese(language) ? 'en' : 'zh-CN'
    const url = new URL(location.href)
    url.searchParams.set('lang', next)
    history.replaceState(undefined, '', url)
    onLanguage(next)
  }
  return html`<button class="small" @click=${change}>
    ${wordsFor(pageWords, language).otherLanguage}
  </button>`
}

/** Returns the language in the address of the page, else that of the browser. */
export function pageLanguage(): string {
  return new URLSearchParams(location.search).get('lang') ?? navigator.language
}

/** Names the page and its language for the browser. */
export function describePage(title: string, language: string): void {
  document.documentElement.lang = language
  document.title = title
}
