import axe from 'axe-core'
import type { Page } from 'playwright-core'

type Axe = typeof axe

/** What axe finds serious or critical on a page, in its shadow trees too, a line each. */
export async function seriousIn(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source) // past the page's policy, which is right to forbid it
  const violations = await page.evaluate(async () => {
    const { axe: inPage } = globalThis as unknown as { axe: Axe }
    // Frames show what viewers see; tests of the kit look at that.
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
