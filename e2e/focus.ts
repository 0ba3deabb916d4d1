import type { Page } from 'playwright-core'

/** The focused element of a page. */
export interface Focused {
  /** Its accessible name: its label, its text or that of its option. */
  readonly name: string
  /** True if the focus is visible. */
  readonly lit: boolean
}

/** Returns the focused element, also inside of shadow trees. */
export function focusedIn(page: Page): Promise<Focused> {
  return page.evaluate(() => {
    let focused = document.activeElement ?? document.body
    for (let inner = focused.shadowRoot?.activeElement; inner;) {
      focused = inner
      inner = focused.shadowRoot?.activeElement
    }
    const { outlineStyle, boxShadow, opacity } = getComputedStyle(focused)
    const root = focused.getRootNode()
    const option = root instanceof ShadowRoot ? root.querySelector('#label')?.textContent : ''
    const label = focused.getAttribute('aria-label') ?? focused.textContent
    return {
      name: `${label.trim()} ${option ?? ''}`.trim() || focused.localName,
      // For chips and themes the text beside the field is highlighted.
      lit: outlineStyle !== 'none' || boxShadow !== 'none' || opacity === '0',
    }
  })
}
