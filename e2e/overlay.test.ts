import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepScreenshot, launch, linesShown } from './browser.ts'
import { inkOf, inkWithin, type LineBox, openOverlay, overlapping } from './overlay-page.ts'
import { root, type ServerProcess, startServerProcess } from './server.ts'

let server: ServerProcess
let browser: Browser

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServerProcess(), launch()])
})
afterAll(() => Promise.all([server.end(), browser.close()]))

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

  test('keeps the overlay, with all it imports, within 15 kB', () => {
    expect(gzipped(withImports('danmu-overlay.js'))).toBeLessThanOrEqual(15_000)
  })

  test('keeps what it loads when it is needed within 6 kB, each file complete in itself', () => {
    const lazy = readdirSync(folder).filter((name) => /^(surface|layer)-.*\.js$/.test(name))
    expect(lazy).toHaveLength(2)
    expect(gzipped(lazy)).toBeLessThanOrEqual(6_000)
    for (const name of lazy) expect([...withImports(name)]).toEqual([name])
  })
})

describe('who draws', () => {
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
        await page.evaluate(() => overlay.pause())
        const [thread, boxes] = [
          await page.evaluate(() => overlay.stats.thread),
          await boxesOf(page),
        ]
        const ink = await inkOf(page)
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
})

describe('lines of every kind', () => {
  test('never touch, at 200 a second', async () => {
    const page = await open('size=24')
    await page.evaluate(() => flood(200))
    for (let sample = 0; sample < 20; sample++) {
      await page.waitForTimeout(500)
      expect(overlapping(await boxesOf(page))).toEqual([])
    }
    const { visible, paidDropped } = await page.evaluate(() => overlay.stats)
    expect(visible).toBeGreaterThan(300)
    expect(paidDropped).toBe(0)
    await keepScreenshot(page, 'overlay-flood')
    await page.close()
  })

  test('are where the overlay says, and nowhere else', async () => {
    const page = await open('size=24')
    await page.addStyleTag({ content: '.note { display: none }' })
    await page.evaluate(() => flood(60))
    await page.waitForFunction(() => overlay.boxes.some(({ line }) => line.parts))
    await page.waitForTimeout(2_000)
    await page.evaluate(() => overlay.pause())
    await page.waitForTimeout(200)
    const [boxes, ink] = [await boxesOf(page), await inkOf(page)]
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

  test('as elements are no wider than they were measured', async () => {
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

  test('stay out of boxes that are to stay free', async () => {
    const page = await open('size=24&keepout=0,70,30,30;75,0,25,20')
    await page.addStyleTag({ content: '.note { display: none }' })
    await page.evaluate(() => flood(200))
    await page.waitForTimeout(6_000)
    await page.evaluate(() => overlay.pause())
    const ink = await inkOf(page)
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
      const chat = { ...envelope, type: 'chat', id: 'me', text: '点我点我', mode: 'top' }
      setInterval(() => overlay.push(chat), 500)
    })
    await page.locator('danmu-overlay [part=line]').first().click()
    expect(JSON.parse(await page.title())).toEqual({ id: 'me', text: '点我点我' })
    await page.close()
  })
})

test('a stage that was not seen drops by age and never replays', async () => {
  const page = await open('size=24')
  await page.evaluate(() => flood(30))
  await page.waitForFunction(() => overlay.stats.shown > 30)
  for (let cycle = 0; cycle < 10; cycle++) {
    await page.evaluate(() => hideFrames(true))
    await page.waitForTimeout(100) // a frame that was asked for before still comes
    const before = await page.evaluate(() => overlay.stats)
    await page.waitForTimeout(3_000)
    const { unseen, after } = await page.evaluate(async () => {
      const { shown } = overlay.stats
      hideFrames(false)
      await new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve))
      })
      return { unseen: shown, after: overlay.stats }
    })
    expect(unseen).toBe(before.shown)
    expect(after.dropped - before.dropped).toBeGreaterThan(10)
    expect(after.shown - before.shown).toBeLessThan(30 * 1.5 + 15) // what came in the last 1.5 s
    await page.waitForTimeout(300)
  }
  await page.close()
})

test('the overlay is back within five seconds, each of three times the server restarts', async () => {
  let short = await startServerProcess()
  const { port } = new URL(short.url)
  const page = await browser.newPage()
  await page.goto(`${short.url}/overlay?room=demo:busy`)
  for (let restart = 0; restart < 3; restart++) {
    await page.waitForTimeout(1_000)
    await short.end()
    short = await startServerProcess({ PORT: port })
    const before = await linesShown(page)
    const readyAt = Date.now()
    await page.waitForFunction((least) => {
      return (
        (document.querySelector('danmu-overlay') as unknown as { stats: { shown: number } }).stats
          .shown > least
      )
    }, before)
    expect(Date.now() - readyAt).toBeLessThan(5_000)
  }
  await page.close()
  await short.end()
})
