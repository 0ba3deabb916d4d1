import axe from 'axe-core'
import type { Page } from 'playwright-core'

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
