import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import type { FeedEvent } from '../../proto/feed/index.ts'
import { goldenFrames } from './event.ts'
import { fontFace, kit, serveGolden } from './server.ts'
import type { Shapes } from './shape.ts'
import type { Overlay } from '../overlay/overlay-page.ts'
import { root } from '../kit/server.ts'

/** A page with overlays that are paused in the middle of a flight. */
export interface GoldenOverlay {
  readonly page: Page
  /** Applies a theme and starts the same lines again. */
  readonly fly: (theme: string) => Promise<void>
  readonly close: () => Promise<void>
}

/** The frames that a test gives to the page. */
declare global {
  // oxlint-disable-next-line no-var -- the one way to declare a property of the global object
  var advance: (frames: number) => void
}

const flight = 100 // frames of 16 ms: also enough for still lines

/** Opens the page without workers, so that the test controls the only clock. */
export async function openGoldenOverlay(browser: Browser): Promise<GoldenOverlay> {
  const server = await serveGolden(markup)
  const page = await browser.newPage({ viewport: { width: 960, height: 960 }, locale: 'zh-CN' })
  await page.route('https://**', (route) => route.fulfill({ status: 404 }))
  await page.addInitScript(holdTime)
  await page.addInitScript({ path: join(root, 'e2e/golden/prelude.js') })
  await page.goto(server.url)
  await page.evaluate(() => document.fonts.load("20px 'Danmu Test'", '弹幕'))
  await waitForAll(page, ({ stats }) => stats.thread === 'page')
  await layRich(page)
  return {
    page,
    fly: (theme) => fly(page, readFileSync(join(kit, `theme-${theme}.css`), 'utf8')),
    close: async () => {
      await page.close()
      server.close()
    },
  }
}

/** Returns the place and the text of every line of every overlay. */
export function readLines(page: Page): Promise<Shapes> {
  return page.evaluate(() => {
    const overlays = [...document.querySelectorAll('danmu-overlay')]
    return Object.fromEntries(
      overlays.map((element) => {
        const { boxes } = element as unknown as Overlay
        const texts = boxes.map(({ line, left, top, width, height }) => {
          const box = [left, top, width, height].map(Math.round).join(' ')
          return `${line.kind} | ${box} | ${line.badge ?? ''} ${line.text} ${line.color ?? ''}`
        })
        return [element.id, texts.map((text) => text.trim())]
      }),
    )
  })
}

/** Loads the layer of element lines, which is loaded with the first of them. */
async function layRich(page: Page): Promise<void> {
  await page.evaluate((picture) => {
    for (const one of document.querySelectorAll('danmu-overlay')) {
      ;(one as unknown as Overlay).push(picture)
    }
  }, lines()[0] ?? {})
  await waitForAll(page, ({ shadowRoot }) => !!shadowRoot?.querySelector('[part=stage] > div'))
}

/** Runs in the page first: the clock advances by {@link advance} only, and no worker may start. */
function holdTime(): void {
  Reflect.deleteProperty(globalThis, 'Worker')
  let now = 1_000
  let asked: FrameRequestCallback[] = []
  performance.now = () => now
  globalThis.requestAnimationFrame = (draw) => asked.push(draw)
  globalThis.advance = (frames) => {
    for (let frame = 0; frame < frames; frame++) {
      now += 16
      const due = asked
      asked = []
      for (const draw of due) draw(now)
    }
  }
}

async function waitForAll(page: Page, test: (overlay: Overlay) => boolean): Promise<void> {
  const every = `[...document.querySelectorAll('danmu-overlay')].every(${String(test)})`
  await page.waitForFunction(every, undefined, { polling: 20 }) // there are no frames to poll in
}

async function fly(page: Page, css: string): Promise<void> {
  await page.evaluate(async (sheet) => {
    const style = document.querySelector('#theme')
    if (style) style.textContent = sheet
    for (const element of document.querySelectorAll('danmu-overlay')) {
      const overlay = element as unknown as Overlay & Refreshed
      overlay.play()
      overlay.clear()
      overlay.requestUpdate()
      await overlay.updateComplete
    }
  }, css)
  const all = lines()
  // In one task: the animations of element lines follow the browser's clock until they are paused.
  await page.evaluate(
    ([first, rest, frames]) => {
      const overlays = [...document.querySelectorAll('danmu-overlay')] as unknown as Overlay[]
      for (const overlay of overlays) for (const event of first) overlay.push(event)
      advance(1) // the paid ones would take the place of the first
      for (const overlay of overlays) for (const event of rest) overlay.push(event)
      advance(frames)
      for (const overlay of overlays) overlay.pause()
      advance(1) // the last picture is of the moment of the pause
    },
    [all.slice(0, 3), all.slice(3), flight] as const,
  )
}

/** A Lit element with the members that the page uses. */
interface Refreshed {
  readonly requestUpdate: () => void
  readonly updateComplete: Promise<boolean>
}

let laidOut = 0

/**
 * Returns the golden events that fly, with still lines and pictures in addition; with new ids at
 * each call, because an element shows an event once.
 */
function lines(): readonly FeedEvent[] {
  laidOut += 1
  const flying = new Set(['chat', 'gift', 'superchat', 'membership'])
  const events = goldenFrames().filter((one): one is FeedEvent => {
    return 'type' in one && flying.has(one.type)
  })
  const chat = events.find((event) => event.type === 'chat')
  if (!chat) throw new Error('the contract has no sample of a chat')
  const { color: _color, ...plain } = chat
  const image = 'https://emote.example/1.png'
  const all: readonly FeedEvent[] = [
    {
      ...plain,
      id: 'golden:emote',
      text: '[赞]好看',
      parts: [{ image, alt: '[赞]', width: 60, height: 60 }, { text: '好看' }],
    },
    { ...plain, id: 'golden:top', text: '顶端弹幕', mode: 'top' },
    { ...plain, id: 'golden:bottom', text: '底端弹幕', mode: 'bottom' },
    ...events,
  ]
  return all.map((event) => ({ ...event, id: `${laidOut} ${event.id}` }))
}

const markup = `<!doctype html>
<html lang="zh-CN">
  <meta charset="utf-8" />
  <style id="theme"></style>
  <style>
    ${fontFace}
    body { margin: 0; --danmu-font: 'Danmu Test'; background: repeating-linear-gradient(90deg, #000 0 240px, #fff 240px 480px) }
    danmu-overlay { height: 480px }
  </style>
  <script type="module" src="/danmu-kit.js"></script>
  <body>
    <danmu-overlay id="drawn" font-size="20" speed="4" max-age="9" motion="full"></danmu-overlay>
    <danmu-overlay id="elements" font-size="20" speed="4" max-age="9" motion="full" interactive></danmu-overlay>
  </body>
</html>`
