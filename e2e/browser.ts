import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium as playwright, type Page } from 'playwright-core'
import { root } from './server.ts'
import { chromium } from './system.ts'

// Without these Chromium phones home at start, many connections at a time.
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A headless Chromium without GPU. @param more - further arguments of its command line. */
export function launch(more: readonly string[] = []): Promise<Browser> {
  return playwright.launch({ executablePath: chromium, args: [...quiet, ...more] })
}

/** Keeps a picture of a page among the artifacts of the run. */
export async function keepScreenshot(page: Page, name: string): Promise<Buffer> {
  const folder = join(root, 'artifact')
  mkdirSync(folder, { recursive: true })
  return page.screenshot({ path: join(folder, `${name}.png`) })
}

/** The counters of the page's overlay, as its element tells them. */
interface WithStats {
  readonly stats: { readonly shown: number; readonly visible: number }
}

/** Waits until the overlay of a page has shown so many lines, and some are on the stage. */
export async function waitForLines(page: Page, lines: number): Promise<void> {
  await page.waitForFunction((least) => {
    const overlay = document.querySelector('danmu-overlay') as unknown as WithStats | null
    return overlay !== null && overlay.stats.shown >= least && overlay.stats.visible > 0
  }, lines)
}

/** How many lines the overlay of a page has shown. */
export function linesShown(page: Page): Promise<number> {
  return page.evaluate(() => {
    const overlay = document.querySelector('danmu-overlay') as unknown as WithStats | null
    return overlay?.stats.shown ?? 0
  })
}
