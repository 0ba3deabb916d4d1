import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepScreenshot, launch } from '../kit/browser.ts'
import { goldenThemes } from '../golden/theme.ts'
import { root, type ServerProcess, startServerProcess } from '../kit/server.ts'
import { readTheme, schemes, type Theme, worstContrast } from './theme.ts'

const kit = join(root, 'dist/web/kit/v1')
const gzipped = (name: string): number => gzipSync(readFileSync(join(kit, name))).length
const files = readdirSync(kit)
const themes = files.flatMap((name) => /^theme-(.+)\.css$/.exec(name)?.[1] ?? [])

describe('the size of the kit, Lit included', () => {
  test('is at most 34 kB for a page that loads all of it', () => {
    expect(gzipped('danmu-kit.js')).toBeLessThanOrEqual(34_000)
  })

  test('is less for a page that loads one element, shared files included', () => {
    const elements = files.filter((name) => /^danmu-(?!kit|live)[a-z]+\.js$/.test(name))
    expect(elements).toHaveLength(8)
    const sizes = elements.map((name) => [name, loadedBy(name)] as const)
    expect(sizes.filter(([, bytes]) => bytes > 24_000)).toEqual([])
  })
})

describe('themes', () => {
  const all = themes.map((name): readonly [string, Theme] => [
    name,
    readTheme(readFileSync(join(kit, `theme-${name}.css`), 'utf8')),
  ])

  test('are six', () => {
    expect(themes.toSorted()).toEqual(goldenThemes)
  })

  test.each(all)('%s is legible on white and on black video, dark and light', (_name, theme) => {
    for (const scheme of schemes) {
      for (const { what, contrast } of worstContrast(theme, scheme)) {
        expect([scheme, what, contrast]).toSatisfy(() => contrast >= 4.5)
      }
    }
  })
})

describe('on a page of another origin', () => {
  let server: ServerProcess
  let browser: Browser
  let site: Server
  let address: string
  let shown = ''

  beforeAll(async () => {
    site = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(shown)
    }).listen(0, 'localhost')
    await once(site, 'listening')
    address = `http://localhost:${(site.address() as AddressInfo).port}`
    ;[server, browser] = await Promise.all([startServerProcess({ ORIGINS: address }), launch()])
  })
  afterAll(async () => {
    site.close()
    await Promise.all([server.end(), browser.close()])
  })

  interface Opened {
    readonly page: Page
    readonly complaints: readonly string[]
    /** The addresses of its connections. */
    readonly sockets: readonly string[]
  }

  async function open(theme: string): Promise<Opened> {
    shown = pageOf(server.url, theme)
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, locale: 'zh-CN' })
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(error.message))
    const sockets: string[] = []
    page.on('websocket', (socket) => sockets.push(socket.url()))
    await page.goto(address)
    return { page, complaints, sockets }
  }

  test('every element works, over one connection', async () => {
    const { page, complaints, sockets } = await open('dark-glass')
    await page.locator('danmu-chat').locator('[part~=message]').nth(3).waitFor()
    await page.locator('danmu-gift').locator('[part~=card]').first().waitFor()
    await page.locator('danmu-stats').locator('[part~=figure]').first().waitFor()
    await page.locator('danmu-rank').locator('[part~=row]').first().waitFor()
    await page.locator('danmu-status').locator('[part~=remark]').first().waitFor()
    await keepScreenshot(page, 'kit')
    expect(sockets).toEqual([expect.stringContaining('/rooms/demo:busy/stream')])
    expect(complaints).toEqual([])
    await page.close()
  })

  test('the theme applies inside of the elements', async () => {
    const { page } = await open('pixel')
    const row = page.locator('danmu-chat').locator('[part~="message--chat"]').first()
    await row.waitFor()
    const style = await row.evaluate((element) => {
      const { animationTimingFunction, borderRadius, color } = getComputedStyle(element)
      return [animationTimingFunction, borderRadius, color]
    })
    expect(style).toEqual(['steps(4)', '0px', 'rgb(247, 247, 232)'])
    await page.close()
  })
})

/** Returns the bytes a page loads for one element: the file and its imports, each gzipped. */
function loadedBy(name: string, seen = new Set<string>()): number {
  if (seen.has(name)) return 0
  seen.add(name)
  const code = readFileSync(join(kit, name), 'utf8')
  const imported = [...code.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)]
  return imported.reduce((sum, match) => sum + loadedBy(match[1] ?? '', seen), gzipped(name))
}

function pageOf(url: string, theme: string): string {
  const src = `src="${url}/rooms/demo:busy/stream?last=60"`
  return `<!doctype html>
<html lang="zh-CN">
  <meta charset="utf-8" />
  <link rel="stylesheet" href="${url}/kit/v1/theme-${theme}.css" />
  <style>
    body { display: grid; grid-template-columns: 420px 1fr 1fr; gap: 12px; margin: 12px; height: 696px;
      --danmu-size: 16px; background: repeating-linear-gradient(37deg, #e33 0 14px, #fe6 14px 30px, #28c 30px 44px, #fff 44px 60px); }
    danmu-gift { height: 300px }
  </style>
  <script type="module" src="${url}/kit/v1/danmu-kit.js"></script>
  <danmu-chat ${src}></danmu-chat>
  <div><danmu-superchat ${src}></danmu-superchat><danmu-enter ${src}></danmu-enter><danmu-gift ${src}></danmu-gift></div>
  <div><danmu-stats ${src} goal="500"></danmu-stats><danmu-rank ${src}></danmu-rank><danmu-status ${src} debug></danmu-status></div>
</html>`
}
