import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { pictureThat } from '../kit/browser.ts'

/** The element `<danmu-overlay>` in the form for tests in a page. */
export interface Overlay extends HTMLElement {
  readonly push: (event: object) => void
  readonly pause: () => void
  readonly play: () => void
  readonly clear: () => void
  readonly stats: OverlayStats
  readonly boxes: readonly LineBox[]
}

/** The figures that tests read. */
interface OverlayStats {
  readonly shown: number
  readonly dropped: number
  readonly visible: number
  readonly paidDropped: number
  readonly thread?: 'worker' | 'page'
}

/** A line with the fields that tests read. */
interface BoxedLine {
  readonly id: string
  readonly kind: string
  readonly text: string
  readonly badge?: string
  readonly color?: string
  readonly parts?: readonly object[]
}

/** The rectangle of a line, px. */
export interface LineBox {
  readonly line: BoxedLine
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Declares the page's overlay for functions that run in the page. */
declare global {
  // oxlint-disable-next-line no-var -- the one way to declare a property of the global object
  var overlay: Overlay
  // oxlint-disable-next-line no-var -- as above
  var flood: (perSecond: number) => void
  // oxlint-disable-next-line no-var -- as above
  var flooded: () => number
  // oxlint-disable-next-line no-var -- as above
  var hideFrames: (hidden: boolean) => Promise<number>
}

/** The first script of every test page: a flood of mixed events, and frames that can be stopped. */
const prelude = readFileSync(new URL('overlay-prelude.js', import.meta.url), 'utf8')

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
  'base64',
)

/** Opens a page of the server with an overlay that the test feeds, and serves its pictures. */
export async function openOverlay(browser: Browser, address: string, script = ''): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } })
  await page.addInitScript(`${prelude};${script}`)
  await page.route('https://emote.example/**', (route) => {
    return route.fulfill({ contentType: 'image/png', body: pixel })
  })
  await page.goto(address)
  await ready(page)
  return page
}

/** Waits until the overlay of a page has a painter. */
export async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    globalThis.overlay ??= document.querySelector('danmu-overlay') as unknown as Overlay
    return globalThis.overlay?.stats?.thread !== undefined
  })
}

/** Returns the lines that overlap with another one, by their boxes. */
export function overlapping(boxes: readonly LineBox[]): readonly string[] {
  const tolerancePx = 0.5
  const within = (a: number, length: number, b: number): boolean => b < a + length - tolerancePx
  const cover = (one: LineBox, other: LineBox): boolean =>
    within(one.left, one.width, other.left) &&
    within(other.left, other.width, one.left) &&
    within(one.top, one.height, other.top) &&
    within(other.top, other.height, one.top)
  return boxes.flatMap((one, index) => {
    const other = boxes.slice(index + 1).find((next) => cover(one, next))
    return other ? [`${one.line.id} and ${other.line.id}`] : []
  })
}

/** The painted pixels of a picture. */
interface Ink {
  readonly width: number
  readonly height: number
  readonly has: (left: number, top: number) => boolean
}

/** Pauses the overlay of a page, and finds its pixels once the picture stands still. */
export async function stillInkOf(page: Page): Promise<Ink> {
  await page.evaluate(() => overlay.pause())
  // The painter may be a worker, which draws the moment of the pause a little later.
  return inkIn(page, await pictureThat(page, (next, last) => next.equals(last)))
}

/** Finds the painted pixels of a page with a white background. */
async function inkIn(page: Page, png: Buffer): Promise<Ink> {
  // A page of its own, because the tested one may forbid what reading a picture needs.
  const reader = await page.context().browser()?.newPage()
  if (!reader) throw new Error('the page has no browser')
  const { width, height, bits } = await reader.evaluate(
    async (address) => {
      const bitmap = await createImageBitmap(await (await fetch(address)).blob())
      const brush = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
      brush?.drawImage(bitmap, 0, 0)
      const { data = new Uint8ClampedArray() } =
        brush?.getImageData(0, 0, bitmap.width, bitmap.height) ?? {}
      let found = ''
      for (let at = 0; at < data.length; at += 4) {
        found += (data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0) < 3 * 200 ? '1' : '0'
      }
      return { width: bitmap.width, height: bitmap.height, bits: found }
    },
    `data:image/png;base64,${png.toString('base64')}`,
  )
  await reader.close()
  return { width, height, has: (left, top) => bits[top * width + left] === '1' }
}

/** Returns the number of painted pixels in a region. */
export function inkWithin(ink: Ink, { left, top, width, height }: Omit<LineBox, 'line'>): number {
  let found = 0
  for (let y = Math.max(0, Math.ceil(top)); y < Math.min(ink.height, top + height); y++) {
    for (let x = Math.max(0, Math.ceil(left)); x < Math.min(ink.width, left + width); x++) {
      if (ink.has(x, y)) found += 1
    }
  }
  return found
}
