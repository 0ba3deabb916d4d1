import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch, linesShown } from '../kit/browser.ts'
import { openOverlay } from '../overlay/overlay-page.ts'
import { faultsOf, soakOverlay } from '../overlay/soak.ts'
import { type ServerProcess, startServerProcess } from '../kit/server.ts'

const soakMs = 120_000

let server: ServerProcess
let browser: Browser

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServerProcess(), launch()])
})
afterAll(() => Promise.all([server.end(), browser.close()]))

test.concurrent(
  'two minutes of 200 mixed events a second leave no memory behind',
  { timeout: soakMs + 120_000 },
  async () => {
    expect(faultsOf(await soakOverlay(server.url, soakMs))).toEqual([])
  },
)

test.concurrent(
  'a stage that was hidden drops by age and never replays',
  { timeout: 120_000 },
  async () => {
    const page = await openOverlay(browser, `${server.url}/overlay?size=24`)
    await page.evaluate(() => flood(30))
    await page.waitForFunction(() => overlay.stats.shown > 30)
    for (let cycle = 0; cycle < 10; cycle++) {
      await page.evaluate(() => hideFrames(true))
      await page.waitForTimeout(100) // an already requested frame still arrives
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
      expect(after.shown - before.shown).toBeLessThan(30 * 1.5 + 15) // the events of the last 1.5 s
      await page.waitForTimeout(300)
    }
    await page.close()
  },
)

test('the overlay is connected again within five seconds after each of three restarts of the server', async () => {
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
