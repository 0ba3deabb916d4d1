import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepScreenshot, waitForLines } from '../kit/browser.ts'
import { quietMs } from '../kit/quiet.ts'
import { type ServerProcess, startServerProcess, temporaryFolder } from '../kit/server.ts'
import { focusedIn, seriousIn } from '../overlay/accessibility.ts'
import { type OwnerBrowser, startOwnerBrowser } from './owner-browser.ts'

let server: ServerProcess
let site: OwnerBrowser

beforeAll(async () => {
  server = await startServerProcess()
  site = await startOwnerBrowser(server)
})
afterAll(() => Promise.all([server.end(), site.browser.close()]))

const every = 'w=overlay,chat,gift,superchat,enter,rank,stats,status'

/** Returns the number of events that the preview of the studio reports as shown. */
async function shownIn(page: Page): Promise<number> {
  const text = await page.locator('studio-preview .figures').textContent()
  return Number(/(?:显示|shown) (\d+)/.exec(text ?? '')?.[1] ?? 0)
}

describe('the studio', () => {
  test('shows generated events, a recording and the room on the page for OBS', async () => {
    const { page, complaints } = await site.open(`/?room=demo:busy&${every}`)
    await expect.poll(() => shownIn(page)).toBeGreaterThan(5)
    await page.getByRole('radio', { name: '模拟' }).check()
    const before = await shownIn(page)
    await page.getByRole('button', { name: '来 200 条' }).click()
    await expect.poll(() => shownIn(page)).toBeGreaterThan(before + 10)
    await page.getByRole('radio', { name: '录像' }).check()
    const made = await shownIn(page)
    await expect.poll(() => shownIn(page)).toBeGreaterThan(made + 5)
    await keepScreenshot(page, 'studio-widgets')
    expect(complaints).toEqual([])
    await page.close()
  })

  test('is usable by keyboard alone: a room, an option, a place, and undo', async () => {
    const { page } = await site.open('/?lang=en&w=overlay,chat')
    await page.keyboard.press('Tab')
    await page.keyboard.type('demo:busy')
    await page.keyboard.press('Enter')
    await page.getByText('Connected').first().waitFor()
    const seen = new Set<string>()
    const moves = new Set(['Box of Chat list', 'Text size'])
    let query = ''
    for (let press = 0; press < 120 && !query.includes('chat.size=21'); press++) {
      await page.keyboard.press('Tab')
      const { name, lit } = await focusedIn(page)
      expect([...seen, name, lit]).toEqual([...seen, name, true])
      seen.add(name)
      if (moves.has(name)) await page.keyboard.press('ArrowRight')
      query = page.url()
    }
    expect(query).toContain('chat.size=21')
    expect(query).toContain('chat.at=3,34,26,62')
    expect([...seen]).toEqual(expect.arrayContaining(['Copy link', 'Loader file', 'Embed']))
    await page.keyboard.press('Control+z')
    await expect.poll(() => page.url()).not.toContain('chat.size=21')
    await page.close()
  })

  test('is light or dark by a choice on the keyboard, and so is the dock', async () => {
    const context = await site.browser.newContext({ colorScheme: 'dark' })
    const page = await context.newPage()
    const ground = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    await page.goto(`${server.url}/?lang=en`)
    const dark = await ground()
    await page.getByRole('radio', { name: 'As the system' }).focus()
    await page.keyboard.press('ArrowRight')
    const light = await ground()
    expect(light).not.toBe(dark)
    await page.goto(`${server.url}/dock?lang=en`)
    await page.locator('dock-app h1').waitFor()
    expect(await ground()).toBe(light)
    await page.getByRole('radio', { name: 'As the system' }).check()
    expect(await ground()).toBe(dark)
    await context.close()
  })

  test('finds an option by its name, and by its choices', async () => {
    const { page } = await site.open('/?lang=en&w=overlay,chat,gift')
    await page.getByRole('searchbox').fill('sound')
    await page.locator('option-field').first().waitFor()
    expect(await page.locator('option-field label[for=control]').allTextContents()).toEqual([
      'Sound',
    ])
    await page.getByRole('searchbox').fill('no such option')
    expect(await page.getByText('No option of the widgets').isVisible()).toBe(true)
    await page.close()
  })

  test.each([
    ['/?lang=zh-CN', 1440],
    [`/?lang=en&room=demo:busy&${every}`, 1440],
    ['/?lang=zh-CN&room=demo:busy&w=overlay,chat', 360],
  ])('%s, %i wide, has no serious finding of axe and no overflow', async (path, width) => {
    const { page } = await site.open(path)
    await page.setViewportSize({ width, height: 800 })
    await page.locator('option-field').first().waitFor()
    await page.locator('studio-test summary').click()
    await page.locator('studio-test .menu').waitFor()
    expect(await seriousIn(page)).toEqual([])
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow).toBe(0)
    await page.locator('h1').click()
    expect(await page.locator('studio-test .menu').isVisible()).toBe(false)
    await page.close()
  })
})

describe('a named overlay', () => {
  test('is saved in the studio, shown by name, and follows every change within a second', async () => {
    const { page } = await site.open('/?lang=en&room=demo:busy&w=overlay,chat')
    await page.getByPlaceholder('Name, e.g. main').fill('main')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('changes appear in OBS at once').waitFor()
    expect(await page.locator('#link').inputValue()).toBe(`${server.url}/overlay/main`)
    const { page: obs, complaints } = await site.open('/overlay/main')
    await waitForLines(obs, 3)
    await page.getByRole('searchbox').fill('Text size')
    const slider = page.locator('option-field input[type=range]').first()
    const took: number[] = []
    for (const size of ['55', '44', '50']) {
      const before = Date.now()
      await slider.fill(size)
      await obs.waitForFunction(
        (wanted) => document.querySelector('danmu-overlay')?.getAttribute('font-size') === wanted,
        size,
      )
      took.push(Date.now() - before)
    }
    // The machine is shared: the bound is for the best case, not for each change.
    expect(await quietMs(Math.min(...took))).toBeLessThan(1_000)
    expect(await obs.locator('danmu-chat').count()).toBe(1)
    expect(complaints).toEqual([])
    await Promise.all([obs.close(), page.close()])
  })

  test('that does not exist shows a message on the picture', async () => {
    const { page } = await site.open('/overlay/nobody-made-this')
    const words = page.getByText('没有这个画面：已经删除，或者链接有误。')
    await words.waitFor()
    expect(await words.isVisible()).toBe(true)
    await page.close()
  })

  test('has a dock: a user hidden there is hidden in OBS', async () => {
    const { page: dock, complaints } = await site.open('/dock/main?lang=en')
    await dock.locator('.chat li').first().waitFor()
    await dock.locator('.thanks li').first().waitFor()
    await dock.locator('.chat li').first().getByRole('button', { name: 'Pin' }).click()
    expect(await dock.locator('.pinned li').count()).toBe(1)
    await dock.locator('.pinned').getByRole('button', { name: 'Hide' }).click()
    await dock.getByText('1 hidden').waitFor()
    const stored = async (): Promise<string> =>
      (await dock.request.get(`${server.url}/api/overlays/main`)).text()
    await expect.poll(stored).toContain('"block-users":"demo:')
    expect(await seriousIn(dock)).toEqual([])
    await keepScreenshot(dock, 'dock')
    await dock.reload()
    await dock.getByText('1 hidden').waitFor()
    expect(complaints).toEqual([])
    await dock.close()
  })
})

test('the loader file waits for a server that does not run yet', async () => {
  const { page } = await site.open('/?lang=en&room=demo:busy')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Loader file' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('overlay.html')
  const folder = temporaryFolder()
  const early = await startServerProcess()
  const { port } = new URL(early.url)
  await early.end()
  const html = readFileSync(await download.path(), 'utf8').replaceAll(server.url, early.url)
  const file = join(folder.path, 'overlay.html')
  writeFileSync(file, html)
  const obs = await site.browser.newPage()
  await obs.goto(`file://${file}`)
  const late = await startServerProcess({ PORT: port })
  await obs.waitForURL(/\/overlay\?/)
  await waitForLines(obs, 3)
  await Promise.all([obs.close(), page.close(), late.end()])
  folder.remove()
})
