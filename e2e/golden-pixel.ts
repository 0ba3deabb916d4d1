import type { CDPSession, Page } from 'playwright-core'

/** How well the text of a part can be read where it reads worst. */
export interface Legibility {
  readonly what: string
  /** As WCAG 2 counts it, 1 to 21. */
  readonly contrast: number
}

/** What `golden-prelude.js` brings into the page; pictures are base64. */
declare const golden: {
  readonly measure: (withInk: string, withoutInk: string) => Promise<readonly Legibility[]>
  readonly differing: (expected: string, actual: string) => Promise<number>
  readonly toWebp: (picture: string) => Promise<string>
}

/**
 * Measures every text on the page against what is really around its letters: of two pictures, one
 * without ink, the pixels that differ are ink; what the other one has there is what the letters
 * stand on, be it a plate, an outline or the video.
 *
 * @returns the worst of each part, on each stage.
 */
export async function measureContrast(page: Page): Promise<readonly Legibility[]> {
  const session = await page.context().newCDPSession(page)
  const withInk = await pictureOf(session)
  await fillText(page, 'transparent')
  const withoutInk = await pictureOf(session)
  await fillText(page, '')
  await session.detach()
  return page.evaluate(([one, other]) => golden.measure(one, other), [withInk, withoutInk] as const)
}

/** The share of pixels in which two pictures differ visibly, 0 to 1; 1 if their sizes do. */
export function differingPixels(page: Page, expected: Buffer, actual: Buffer): Promise<number> {
  const pictures = [expected.toString('base64'), actual.toString('base64')] as const
  return page.evaluate(([one, other]) => golden.differing(one, other), pictures)
}

/** A picture as small WebP. What that loses is lost to both that are compared. */
export async function compact(page: Page, png: Buffer): Promise<Buffer> {
  const base64 = await page.evaluate((picture) => golden.toWebp(picture), png.toString('base64'))
  return Buffer.from(base64, 'base64')
}

/** The page as PNG at its fastest. */
async function pictureOf(session: CDPSession): Promise<string> {
  const { data } = await session.send('Page.captureScreenshot', { optimizeForSpeed: true })
  return data
}

async function fillText(page: Page, fill: string): Promise<void> {
  await page.evaluate((value) => {
    document.documentElement.style.setProperty('-webkit-text-fill-color', value)
  }, fill)
}
