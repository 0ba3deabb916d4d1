import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepScreenshot, launch } from '../kit/browser.ts'
import { type ForeignSite, startForeignSite } from '../kit/foreign-site.ts'
import {
  stillInkOf,
  inkWithin,
  type LineBox,
  openOverlay,
  overlapping,
  ready,
} from '../overlay/overlay-page.ts'
import { root, type ServerProcess, startServerProcess } from '../kit/server.ts'
import { until } from '../kit/wait.ts'

let server: ServerProcess
let browser: Browser
let elsewhere: ForeignSite

beforeAll(async () => {
  elsewhere = await startForeignSite('127.0.0.1') // the server is at localhost: another origin
  const env = { ORIGINS: elsewhere.origin }
  ;[server, browser] = await Promise.all([startServerProcess(env), launch()])
})
afterAll(async () => {
  elsewhere.close()
  await Promise.all([server.end(), browser.close()])
})

const open = (query = '', script = ''): Promise<Page> =>
  openOverlay(browser, `${server.url}/overlay?lang=en&${query}`, script)
const boxesOf = (page: Page): Promise<readonly LineBox[]> =>
  page.evaluate(() =>
    overlay.boxes.map(({ line, left, top, width, height }) => ({ line, left, top, width, height })),
  )

describe('the kit', () => {
  const folder = join(root, 'dist/web/kit/v1')
  const gzipped = (names: Iterable<string>): number =>
    [...names].reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name))).length, 0)

  function withImports(name: string, known: ReadonlySet<string> = new Set()): ReadonlySet<string> {
    if (known.has(name)) return known
    const source = readFileSync(join(folder, name), 'utf8')
    const imports = Array.from(source.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+)["'`]/g))
    const names = imports.map(([, other = '']) => other)
    return names.reduce<ReadonlySet<string>>(
      (all, other) => withImports(other, all),
      new Set([...known, name]),
    )
  }

  test('the overlay with all its imports is within 15.3 kB', () => {
    expect(gzipped(withImports('danmu-overlay.js'))).toBeLessThanOrEqual(15_300)
  })

  test('the elements of live rooms add at most 20 kB to a page with overlay and chat', () => {
    const shared = new Set(
      ['danmu-overlay.js', 'danmu-chat.js'].flatMap((name) => [...withImports(name)]),
    )
    const added = [...withImports('danmu-live.js')].filter((name) => !shared.has(name))
    expect(gzipped(added)).toBeLessThanOrEqual(20_000)
  })

  test('the files loaded on demand are within 6 kB, each complete in itself', () => {
    const lazy = readdirSync(folder).filter((name) => /^(surface|layer)-.*\.js$/.test(name))
    expect(lazy).toHaveLength(2)
    expect(gzipped(lazy)).toBeLessThanOrEqual(6_000)
    for (const name of lazy) expect([...withImports(name)]).toEqual([name])
  })
})

describe('the painter', () => {
  const noWorker = 'globalThis.Worker = class { constructor() { throw new Error() } }'

  test('is a worker on our own page, under its content security policy', async () => {
    const page = await open()
    expect(await page.evaluate(() => overlay.stats.thread)).toBe('worker')
    await page.close()
  })

  test('is the page itself where no worker may start, and it looks the same', async () => {
    const pictures = await Promise.all(
      ['', noWorker].map(async (script) => {
        const page = await open('', script)
        await page.evaluate(() => flood(100))
        await page.waitForFunction(() => overlay.stats.shown > 60)
        const ink = await stillInkOf(page)
        const [thread, boxes] = [
          await page.evaluate(() => overlay.stats.thread),
          await boxesOf(page),
        ]
        await page.close()
        return { thread, inked: boxes.map((box) => inkWithin(ink, box) > 0), boxes }
      }),
    )
    expect(pictures.map(({ thread }) => thread)).toEqual(['worker', 'page'])
    for (const { boxes, inked } of pictures) {
      const seen = boxes.map((box) => box.left < 1_900 && box.left + box.width > 20)
      expect(inked.filter((_, index) => seen[index])).not.toContain(false)
    }
  })

  test('is a worker on a page of another origin, with the web fonts of that page', async () => {
    const page = await browser.newPage({ viewport: { width: 800, height: 200 } })
    const font = 'src: local("Noto Sans CJK SC Bold"), local("NotoSansCJKsc-Bold")'
    elsewhere.show(`<!doctype html><style>@font-face { font-family: Probe; ${font} }
      body { margin: 0 } danmu-overlay { height: 150px }</style>
      <danmu-overlay font="Probe, monospace" style="--danmu-weight: 400"></danmu-overlay>
      <script type="module" src="${server.url}/kit/v1/danmu-overlay.js"></script>`)
    await page.goto(elsewhere.origin)
    await ready(page)
    expect(await page.evaluate(() => overlay.stats.thread)).toBe('worker')
    // Again and again: the worker loads its font when it first draws with it.
    await until(async () => {
      await page.evaluate(async () => {
        await document.fonts.load('32px Probe', 'iW')
        const envelope = { v: 1, seq: 1, room: 'r', source: 'd', at: 0, receivedAt: 0 }
        const text = 'iiiiiiiiiiiiiiiiWWWW'
        const now = performance.now()
        overlay.clear()
        overlay.play()
        overlay.push({ ...envelope, type: 'chat', id: `w${now}`, text, mode: 'top' })
      })
      await page.waitForFunction(() => overlay.boxes.length > 0)
      const ink = await stillInkOf(page)
      const [box] = await boxesOf(page)
      const { left, top, width, height } = box!
      // In the other font of the list the line would be much longer than the page measured it.
      expect(inkWithin(ink, { left, top, width: 10, height })).toBeGreaterThan(0)
      expect(inkWithin(ink, { left: left + width - 12, top, width: 12, height })).toBeGreaterThan(0)
      expect(inkWithin(ink, { left: left + width + 1, top, width: 200, height })).toBe(0)
    })
    await page.close()
  })
})

describe('lines of every kind', () => {
  test('never touch, at 200 a second', async () => {
    const page = await open('size=24')
    await page.evaluate(() => flood(200))
    for (let sample = 1; sample <= 20; sample++) {
      await page.waitForFunction((least) => flooded() >= least, 100 * sample)
      expect(overlapping(await boxesOf(page))).toEqual([])
    }
    const { visible, paidDropped } = await page.evaluate(() => overlay.stats)
    expect(visible).toBeGreaterThan(200) // a third of the rows is taken by still lines
    expect(paidDropped).toBe(0)
    await keepScreenshot(page, 'overlay-flood')
    await page.close()
  })

  test('are at their reported places, and nowhere else', async () => {
    const page = await open('size=24')
    await page.addStyleTag({ content: '.notice { display: none }' })
    await page.evaluate(() => flood(60))
    await page.waitForFunction(() => {
      return overlay.boxes.length > 80 && overlay.boxes.some(({ line }) => line.parts)
    })
    const [ink, boxes] = [await stillInkOf(page), await boxesOf(page)]
    const whole = inkWithin(ink, { left: 0, top: 0, width: 1_920, height: 1_080 })
    const inBoxes = boxes.reduce((sum, { left, top, width, height }) => {
      return sum + inkWithin(ink, { left: left - 1, top, width: width + 2, height })
    }, 0)
    expect(boxes.length).toBeGreaterThan(50)
    expect(whole).toBeGreaterThan(10_000)
    expect(inBoxes / whole).toBeGreaterThan(0.999)
    await keepScreenshot(page, 'overlay-boxes')
    await page.close()
  })

  test('as elements are no wider than their measured width', async () => {
    const page = await open('size=24')
    await page.evaluate(() => {
      Object.assign(overlay, { interactive: true })
      flood(20)
    })
    await page.waitForFunction(
      () => overlay.shadowRoot!.querySelectorAll('[part=line]').length > 30,
    )
    const excess = await page.evaluate(() => {
      const lines = [...overlay.shadowRoot!.querySelectorAll<HTMLElement>('[part=line]')]
      const widths = new Map(
        overlay.boxes.map(({ width, line }) => [
          line.parts?.map((part) => ('text' in part ? part.text : '')).join(''),
          width,
        ]),
      )
      return lines.flatMap((line) => {
        const width = widths.get(
          [...line.querySelectorAll('.text')].map((one) => one.textContent).join(''),
        )
        return width === undefined ? [] : [line.offsetWidth - width]
      })
    })
    expect(excess.length).toBeGreaterThan(20)
    expect(Math.max(...excess)).toBeLessThanOrEqual(1)
    expect(Math.min(...excess)).toBeGreaterThanOrEqual(-3)
    await page.close()
  })

  test('stay out of the boxes that are to stay free', async () => {
    const page = await open('size=24&keepout=0,70,30,30;75,0,25,20')
    await page.addStyleTag({ content: '.notice { display: none }' })
    await page.evaluate(() => flood(200))
    // Lines have crossed the page, above the lower box and beside it.
    await page.waitForFunction(() => {
      const { boxes } = overlay
      return boxes.some(({ left }) => left < 100) && boxes.some(({ top }) => top > 900)
    })
    const ink = await stillInkOf(page)
    expect(inkWithin(ink, { left: 0, top: 756, width: 576, height: 324 })).toBe(0)
    expect(inkWithin(ink, { left: 1_440, top: 0, width: 480, height: 216 })).toBe(0)
    expect(inkWithin(ink, { left: 600, top: 756, width: 600, height: 300 })).toBeGreaterThan(1_000)
    await keepScreenshot(page, 'overlay-keep-out')
    await page.close()
  })

  test('can be clicked with interactive', async () => {
    const page = await open('size=40')
    await page.evaluate(() => {
      Object.assign(overlay, { interactive: true })
      document.addEventListener('danmu-pick', (event) => {
        document.title = JSON.stringify((event as CustomEvent).detail)
      })
      const envelope = { v: 1, seq: 1, room: 'r', source: 'd', at: 0, receivedAt: 0 }
      const chat = { ...envelope, type: 'chat', text: '点我点我', mode: 'top' } as const
      setInterval(() => overlay.push({ ...chat, id: `me${performance.now()}` }), 500)
    })
    await page.locator('danmu-overlay [part=line]').first().click()
    expect(JSON.parse(await page.title())).toEqual({
      id: expect.stringMatching(/^me\d/),
      text: '点我点我',
    })
    await page.close()
  })
})
