import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium as playwright, type Page } from 'playwright-core'
import { root } from './server.ts'
import { chromium } from './system.ts'
import { patienceMs, until } from './wait.ts'

// Without these Chromium makes many connections to its vendor at its start.
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Starts a headless Chromium without GPU, whose pages wait as long as {@link until} does.
 *
 * @param more - further arguments of its command line.
 */
export async function launch(more: readonly string[] = []): Promise<Browser> {
  const browser = await playwright.launch({ executablePath: chromium, args: [...quiet, ...more] })
  const newContext = browser.newContext.bind(browser) // also called for new pages
  browser.newContext = async (options) => {
    const context = await newContext(options)
    context.setDefaultTimeout(patienceMs)
    return context
  }
  return browser
}

/** Saves a screenshot of a page among the artifacts of the run. */
export async function keepScreenshot(page: Page, name: string): Promise<Buffer> {
  const folder = join(root, 'artifact')
  mkdirSync(folder, { recursive: true })
  return page.screenshot({ path: join(folder, `${name}.png`) })
}

/** Takes pictures of a page until one of them is so, compared with the one before it. */
export async function pictureThat(
  page: Page,
  isSo: (next: Buffer, last: Buffer) => boolean,
): Promise<Buffer> {
  let last = await page.screenshot()
  return until(async () => {
    const before = last
    last = await page.screenshot()
    return isSo(last, before) && last
  })
}

/** The counters of the page's overlay, in the form of its element. */
interface WithStats {
  readonly stats: { readonly shown: number; readonly visible: number }
}

/** Waits until the overlay of a page has shown a number of lines, and some are on the stage. */
export async function waitForLines(page: Page, lines: number): Promise<void> {
  await page.waitForFunction((least) => {
    const overlay = document.querySelector('danmu-overlay') as unknown as WithStats | null
    return overlay !== null && overlay.stats.shown >= least && overlay.stats.visible > 0
  }, lines)
}

/** Returns the number of lines that the overlay of a page has shown. */
export function linesShown(page: Page): Promise<number> {
  return page.evaluate(() => {
    const overlay = document.querySelector('danmu-overlay') as unknown as WithStats | null
    return overlay?.stats.shown ?? 0
  })
}
