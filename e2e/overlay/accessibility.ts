import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** The focused element of a page. */
export interface Focused {
  /** Its accessible name: its label, its text or that of its option. */
  readonly name: string
  /** True if the focus is visible. */
  readonly lit: boolean
}

type Axe = typeof axe

/**
 * Returns the serious and critical findings of axe on a page with its shadow trees, one per line.
 */
export async function seriousIn(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source) // evaluated directly, because the page's policy forbids scripts, as it should
  const violations = await page.evaluate(async () => {
    const { axe: inPage } = globalThis as unknown as { axe: Axe }
    // Frames show content for viewers; the tests of the kit check that.
    return (await inPage.run({ iframes: false })).violations
  })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`,
      ),
    )
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
