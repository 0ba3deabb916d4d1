import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launch } from '../kit/browser.ts'
import { type ForeignSite, startForeignSite } from '../kit/foreign-site.ts'
import { root, type ServerProcess, startServerProcess } from '../kit/server.ts'

const pages = [
  'README.md',
  'README.zh-CN.md',
  'overlay/element/README.md',
  'overlay/design/README.md',
  'proto/feed/README.md',
]

const snippets = pages.flatMap((name) => {
  const blocks = readFileSync(join(root, name), 'utf8').matchAll(/^```(html|js)\n(.*?)^```/gms)
  return Array.from(blocks, ([, language = '', code = ''], index) => {
    return { name: `${name}, ${language} ${index + 1}`, language, code }
  })
})
// The elements of live rooms are for pages of the relay: `live-page` has them.
const markup = snippets.filter(
  ({ language, code }) => language === 'html' && !code.includes('/live:'),
)
// Snippets that import a package are for programs: `client-example` runs them.
const scripts = snippets.filter(
  ({ language, code }) => language === 'js' && !/^import /m.test(code),
)

const visible = 2_000 // pixels of a screenshot: a few words

let server: ServerProcess
let browser: Browser
let site: ForeignSite
beforeAll(async () => {
  site = await startForeignSite('localhost')
  ;[server, browser] = await Promise.all([startServerProcess({ ORIGINS: site.origin }), launch()])
})
afterAll(async () => {
  site.close()
  await Promise.all([server.end(), browser.close()])
})

async function open(html: string): Promise<Page> {
  site.show(`<!doctype html>${html.replaceAll('localhost:8787', new URL(server.url).host)}`)
  // Without a GPU, drawing a larger picture takes most of the time.
  return browser.newPage({ viewport: { width: 640, height: 360 } })
}

/**
 * Counts the pixels that differ from the first one: the visible content of a page of one colour.
 */
async function inkOf(page: Page): Promise<number> {
  const picture = `data:image/png;base64,${(await page.screenshot()).toString('base64')}`
  return page.evaluate(async (src) => {
    const image = new Image()
    image.src = src
    await image.decode()
    const canvas = new OffscreenCanvas(image.width, image.height)
    const context = canvas.getContext('2d')
    context?.drawImage(image, 0, 0)
    const { data } = context!.getImageData(0, 0, image.width, image.height)
    const pixels = new Uint32Array(data.buffer)
    return pixels.filter((pixel) => pixel !== pixels[0]).length
  }, picture)
}

test('the manuals contain snippets of both kinds', () => {
  expect(markup.length).toBeGreaterThanOrEqual(4)
  expect(scripts.length).toBeGreaterThanOrEqual(2)
})

describe('A1: a snippet of the manuals, pasted into a page', () => {
  test.each(markup)('$name shows something without any change', async ({ code }) => {
    const page = await open(code.replaceAll(/background: [^"]*/g, ''))
    const warnings: string[] = []
    page.on('console', (message) => warnings.push(message.text()))
    await page.goto(site.origin)
    await expect.poll(() => inkOf(page)).toBeGreaterThan(visible)
    expect(warnings.filter((text) => text.includes('danmu-'))).toEqual([])
    await page.close()
  })

  test.each(scripts)('$name prints events', async ({ code }) => {
    const page = await open(`<script type="module">${code}</script>`)
    const lines: string[] = []
    page.on('console', (message) => lines.push(message.text()))
    await page.goto(site.origin)
    await expect.poll(() => lines.length).toBeGreaterThan(2)
    await page.close()
  })
})

describe('A1: an element in a page that sets no size for it', () => {
  const kit = '<script type="module" src="http://localhost:8787/kit/v1/danmu-kit.js"></script>'
  const element = (name: string, more = ''): string =>
    `${kit}<danmu-${name} src="http://localhost:8787/rooms/demo:busy/stream?last=50" ${more}></danmu-${name}>`

  test.each(['overlay', 'chat', 'gift', 'superchat', 'enter', 'rank', 'stats'])(
    '<danmu-%s> can be seen',
    async (name) => {
      const page = await open(element(name))
      await page.goto(site.origin)
      await expect.poll(() => inkOf(page)).toBeGreaterThan(100)
      await page.close()
    },
  )

  test('fills a positioned parent whose height another child gives', async () => {
    const box = `<div style="position: relative; width: 600px"><div style="height: 250px"></div>${element('overlay')}</div>`
    const page = await open(box)
    await page.goto(site.origin)
    await page.waitForFunction(() => customElements.get('danmu-overlay') !== undefined)
    const size = await page.locator('danmu-overlay').boundingBox()
    expect(size).toMatchObject({ width: 600, height: 250 })
    await page.close()
  })

  test('warns once if a rule removes its size', async () => {
    const page = await open(element('chat', 'style="height: 0"'))
    const warnings: string[] = []
    page.on('console', (message) => warnings.push(message.text()))
    await page.goto(site.origin)
    await expect.poll(() => warnings).toHaveLength(1)
    expect(warnings[0]).toMatch(/<danmu-chat> is \d+x0 pixels/)
    await page.close()
  })
})
