import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch, linesShown, waitForLines } from '../kit/browser.ts'
import { openOverlay } from '../overlay/overlay-page.ts'
import { faultsOf, soakOverlay } from '../overlay/soak.ts'
import { type ServerProcess, startServerProcess } from '../kit/server.ts'
import { quietMs } from '../kit/quiet.ts'

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
      const before = await page.evaluate(() => ({ ...overlay.stats, events: flooded() }))
      await page.waitForFunction((least) => flooded() >= least, before.events + 90, { polling: 50 })
      const { unseen, after, tookMs } = await page.evaluate(async () => {
        const { shown } = overlay.stats
        const startedAt = performance.now()
        await hideFrames(false)
        return { unseen: shown, after: overlay.stats, tookMs: performance.now() - startedAt }
      })
      expect(unseen).toBe(before.shown)
      expect(after.dropped - before.dropped).toBeGreaterThan(10)
      // The events of the last 1.5 s, and those that came while the page drew again.
      expect(after.shown - before.shown).toBeLessThan(30 * (1.5 + tookMs / 1_000) + 15)
      await page.waitForFunction((least) => overlay.stats.shown > least, after.shown + 5)
    }
    await page.close()
  },
)

test('the overlay is connected again within five seconds after each of three restarts of the server', async () => {
  let short = await startServerProcess()
  const { port } = new URL(short.url)
  const page = await browser.newPage()
  await page.goto(`${short.url}/overlay?room=demo:busy`)
  await waitForLines(page, 1)
  for (let restart = 0; restart < 3; restart++) {
    await waitForLines(page, (await linesShown(page)) + 3)
    await short.end()
    short = await startServerProcess({ PORT: port })
    const readyAt = performance.now()
    await waitForLines(page, (await linesShown(page)) + 1)
    expect(await quietMs(performance.now() - readyAt)).toBeLessThan(5_000)
  }
  await page.close()
  await short.end()
})
