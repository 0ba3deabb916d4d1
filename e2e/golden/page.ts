import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { goldenFrames, goldenNow } from './event.ts'
import { type GoldenScene, liveScene } from './live-scene.ts'
import { fontFace, kit, serveGolden } from './server.ts'
import { root } from '../kit/server.ts'
import type { Scheme } from '../overlay/theme.ts'

/** The backgrounds behind an overlay, from best to worst. */
export const stills = ['black', 'white', 'busy'] as const

/** A page on which every element shows every event on each background. */
export interface GoldenPage {
  readonly page: Page
  /** Applies a theme; without a scheme, in the theme's own. */
  readonly dress: (theme: string, scheme?: Scheme) => Promise<void>
  readonly close: () => Promise<void>
}

/** A rectangle of the page, CSS px. */
interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Returns the rectangle of a stage on the page. */
export function stageBox(still: (typeof stills)[number], { size }: GoldenScene): Box {
  return { x: stills.indexOf(still) * size.width, y: 0, ...size }
}

/** Opens the page with a stopped clock and without motion; a socket sends the frames of the scene. */
export async function openGoldenPage(browser: Browser, scene: GoldenScene): Promise<GoldenPage> {
  const { size } = scene
  const server = await serveGolden(markup(scene))
  const page = await browser.newPage({
    viewport: { width: size.width * stills.length, height: size.height },
    locale: 'zh-CN',
  })
  await page.clock.install({ time: goldenNow - 3_600_000 })
  await page.clock.pauseAt(goldenNow)
  await page.routeWebSocket(/\/stream/, (socket) => {
    for (const frame of scene.frames()) socket.send(JSON.stringify(frame))
  })
  await page.route('https://**', (route) => route.fulfill({ status: 404 }))
  for (const [address, answer] of Object.entries(scene.answers)) {
    const headers = { 'access-control-allow-origin': '*' }
    await page.route(address, (route) => route.fulfill({ json: answer, headers }))
  }
  await page.addInitScript({ path: join(root, 'e2e/golden/prelude.js') })
  await page.goto(server.url)
  await page.locator(`#busy ${scene.last}`).waitFor({ state: 'attached' })
  await page.evaluate(() => document.fonts.ready)
  return {
    page,
    dress: (theme, scheme) =>
      dress(page, readFileSync(join(kit, `theme-${theme}.css`), 'utf8'), scheme),
    close: async () => {
      await page.close()
      server.close()
    },
  }
}

function dress(page: Page, css: string, scheme: Scheme | undefined): Promise<void> {
  return page.evaluate(
    async ({ sheet, name }) => {
      const style = document.querySelector('#theme')
      if (style) style.textContent = sheet
      document.documentElement.dataset['danmu'] = name
      // Progress bars are at a quarter; all animations have ended.
      const shadows = [...document.querySelectorAll('main *')].map(({ shadowRoot }) => shadowRoot)
      for (const animation of shadows.flatMap((shadow) => shadow?.getAnimations() ?? [])) {
        animation.pause()
        const { activeDuration = 0, delay = 0 } = animation.effect?.getComputedTiming() ?? {}
        animation.currentTime = delay + Number(activeDuration) / 4
      }
      await document.fonts.ready
    },
    { sheet: css, name: scheme ?? '' },
  )
}

function markup({ scripts, elements, size, style }: GoldenScene): string {
  const stages = stills.map((still) => `<main id="${still}">${elements}</main>`).join('')
  const loaded = scripts.map((name) => `<script type="module" src="/${name}"></script>`).join('')
  return `<!doctype html>
<html lang="zh-CN">
  <meta charset="utf-8" />
  <style id="theme"></style>
  <style>${pageStyle}
  main { width: ${size.width}px; height: ${size.height}px }
  ${style}</style>
  ${loaded}
  <body>${stages}</body>
</html>`
}

const shared = 'src="/rooms/movie-night/stream" motion="none"'

/** The elements of the kit, with every event. */
const kitScene: GoldenScene = {
  name: 'element',
  size: { width: 720, height: 1_560 },
  scripts: ['danmu-kit.js'],
  frames: goldenFrames,
  answers: {},
  last: 'danmu-chat [part~=message] >> nth=20',
  style: `
  danmu-gift { height: 640px }
  danmu-superchat { min-height: 200px }`,
  elements: `
  <danmu-chat ${shared} budget="0" kinds="chat gift superchat membership enter follow share like"></danmu-chat>
  <div>
    <danmu-superchat ${shared} kinds="superchat membership"></danmu-superchat>
    <danmu-enter ${shared}></danmu-enter>
    <danmu-enter ${shared} min-level="1"></danmu-enter>
    <danmu-gift ${shared} max="8"></danmu-gift>
    <danmu-rank ${shared} board="contribution"></danmu-rank>
    <danmu-stats ${shared} figures="online connections seen likes followers income" goal="20000"></danmu-stats>
    <danmu-status ${shared} debug></danmu-status>
  </div>`,
}

/** The scenes that have pictures. */
export const goldenScenes: readonly GoldenScene[] = [kitScene, liveScene]

const pageStyle = `
  ${fontFace}
  body { display: flex; margin: 0; --danmu-font: 'Danmu Test'; --danmu-size: 16px; --danmu-chat-fade: 0px }
  main { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); overflow: hidden }
  #black { background: #000 }
  #white { background: #fff }
  #busy { background: repeating-linear-gradient(37deg, #e33 0 14px, #fe6 14px 30px, #28c 30px 44px,
    #fff 44px 60px, #000 60px 74px, #7a7a7a 74px 90px) }`
