import type { Page } from 'playwright-core'

/** What has the focus of a page. */
export interface Focused {
  /** As it is called: by its label, its text or that of its option. */
  readonly name: string
  /** True if one sees that it has the focus. */
  readonly lit: boolean
}

/** Tells what has the focus, inside of shadow trees too. */
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
      // Of chips and themes, the text beside the field lights up.
      lit: outlineStyle !== 'none' || boxShadow !== 'none' || opacity === '0',
    }
  })
}
