import type { CDPSession, Page } from 'playwright-core'

/** The lowest contrast of the text of a part. */
export interface Legibility {
  readonly what: string
  /** The contrast ratio of WCAG 2, 1 to 21. */
  readonly contrast: number
}

/** The functions that `golden-prelude.js` adds to the page; pictures are base64. */
declare const golden: {
  readonly measure: (withInk: string, withoutInk: string) => Promise<readonly Legibility[]>
  readonly differing: (expected: string, actual: string) => Promise<number>
  readonly toWebp: (picture: string) => Promise<string>
}

/**
 * Measures every text on the page against the pixels around its letters: of two pictures, one of
 * them without text, the pixels that differ are letters; those of the other picture are their
 * background, be it a plate, an outline or the video.
 *
 * @returns the lowest of each part, on each stage.
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

/**
 * Returns the share of pixels in which two pictures differ visibly, 0 to 1; 1 if their sizes
 * differ.
 */
export function differingPixels(page: Page, expected: Buffer, actual: Buffer): Promise<number> {
  const pictures = [expected.toString('base64'), actual.toString('base64')] as const
  return page.evaluate(([one, other]) => golden.differing(one, other), pictures)
}

/** Returns a picture as small WebP. The loss is the same for both compared pictures. */
export async function compact(page: Page, png: Buffer): Promise<Buffer> {
  const base64 = await page.evaluate((picture) => golden.toWebp(picture), png.toString('base64'))
  return Buffer.from(base64, 'base64')
}

/** Returns the page as PNG, in its fastest encoding. */
async function pictureOf(session: CDPSession): Promise<string> {
  const { data } = await session.send('Page.captureScreenshot', { optimizeForSpeed: true })
  return data
}

async function fillText(page: Page, fill: string): Promise<void> {
  await page.evaluate((value) => {
    document.documentElement.style.setProperty('-webkit-text-fill-color', value)
  }, fill)
}
