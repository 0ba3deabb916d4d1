import type { Page } from 'playwright-core'

/** Returns the visible text of a page, with all shadow trees and same-origin frames. */
export function visibleText(page: Page): Promise<string> {
  return page.evaluate(() => {
    const texts: string[] = []
    const readText = (node: Text): void => {
      const isShown = node.parentElement?.checkVisibility({ checkVisibilityCSS: true }) ?? true
      if (isShown) texts.push(node.data.trim())
    }
    const read = (node: Node): void => {
      if (node instanceof Text) return readText(node)
      if (node instanceof HTMLStyleElement || node instanceof HTMLScriptElement) return
      const isFolded = node instanceof HTMLDetailsElement && !node.open
      const children = isFolded ? node.querySelectorAll('summary') : node.childNodes
      if (node instanceof Element && node.shadowRoot) read(node.shadowRoot)
      for (const child of children) read(child)
    }
    read(document.body)
    return texts.filter((text) => text !== '').join('\n')
  })
}

/**
 * Returns the English sentences in a text: three words in a row and more; names and codes are not
 * counted.
 */
export function englishIn(text: string): readonly string[] {
  return text.match(/\b[A-Za-z][a-z']+(?: [a-z'-]{2,}){2,}/g) ?? []
}
