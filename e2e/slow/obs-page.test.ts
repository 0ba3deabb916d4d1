import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { waitForLines } from '../kit/browser.ts'
import { firstLoginOf, type ServerProcess, startServerProcess } from '../kit/server.ts'
import { type OwnerBrowser, startOwnerBrowser } from './owner-browser.ts'

let server: ServerProcess
let site: OwnerBrowser

beforeAll(async () => {
  server = await startServerProcess()
  site = await startOwnerBrowser(server)
})
afterAll(() => Promise.all([server.end(), site.browser.close()]))

const every = 'w=overlay,chat,gift,superchat,enter,rank,stats,status'

/** Returns the text inside the shadow tree of an element of a page. */
function textOf(page: Page, element: string): Promise<string> {
  return page.evaluate(
    (name) => document.querySelector(name)?.shadowRoot?.textContent ?? '',
    element,
  )
}

describe('the page that OBS shows', () => {
  test.each([
    [400, 800],
    [1920, 1080],
    [1080, 1920],
  ])('holds every widget on the picture at %i x %i', async (width, height) => {
    const { page, complaints } = await site.open(`/overlay?room=demo:busy&${every}`)
    await page.setViewportSize({ width, height })
    await waitForLines(page, 1)
    const outside = await page.evaluate(() =>
      [...document.body.children].flatMap((element) => {
        const { left, top, right, bottom } = element.getBoundingClientRect()
        const isInside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight
        return isInside || !element.localName.startsWith('danmu-') ? [] : [element.localName]
      }),
    )
    expect(outside).toEqual([])
    expect(complaints).toEqual([])
    await page.close()
  })

  test('gives the style of OBS priority over place, size and every part', async () => {
    const { page } = await site.open(`/overlay?w=overlay,chat&chat.size=30&chat.at=5,5,50,50`)
    await page.evaluate(() => {
      const style = document.createElement('style')
      style.append(`body { background-color: rgba(0, 0, 0, 0); margin: 0px auto; overflow: hidden; }
        danmu-chat { left: 25%; --danmu-size: 44px }
        danmu-chat::part(message) { background: rgb(1, 2, 3) }`)
      document.head.append(style)
      const chat = document.querySelector('danmu-chat') as unknown as {
        push: (event: object) => void
      }
      const event = { v: 1, seq: 1, id: 'a', room: 'r', source: 's', at: 0, receivedAt: 0 }
      const paid = { type: 'superchat', text: 'x', value: { amount: 1, unit: 'coin' }, shownMs: 1 }
      chat.push({ ...event, ...paid })
    })
    await expect
      .poll(() =>
        page.evaluate(() => {
          const chat = document.querySelector('danmu-chat')
          const row = chat?.shadowRoot?.querySelector('[part~=message]')
          if (!chat || !row) return []
          const { left, fontSize } = getComputedStyle(chat)
          return [left, fontSize, getComputedStyle(row).backgroundColor]
        }),
      )
      .toEqual(['360px', '44px', 'rgb(1, 2, 3)'])
    await page.close()
  })

  test('shows a test event of the studio', async () => {
    const { page: obs } = await site.open('/overlay?room=demo:1&w=chat&chat.kinds=superchat')
    const { page } = await site.open('/?lang=en&room=demo:1')
    await page.locator('studio-test summary').click()
    await page.getByRole('radio', { name: 'To what OBS shows now' }).check()
    await page.getByRole('button', { name: 'Paid message', exact: true }).click()
    await page.getByText('Sent', { exact: true }).waitFor()
    await expect.poll(() => textOf(obs, 'danmu-chat')).toContain('¥')
    await Promise.all([obs.close(), page.close()])
  })
})

test('a private room and its named overlay are open only by a link with a token', async () => {
  const closed = await startServerProcess({ STORE: 'on' })
  const context = await site.browser.newContext()
  const page = await context.newPage()
  await page.goto(firstLoginOf(closed))
  await page.waitForURL(`${closed.url}/`, { timeout: 120_000 })
  const ready = async (): Promise<number> => (await fetch(`${closed.url}/readyz`)).status
  // The embedded database takes long on a busy machine.
  await expect.poll(ready).toBe(200)
  const sources = [{ platform: 'demo', ref: '20' }]
  const data = { slug: 'night', visibility: 'private', sources }
  await page.request.post(`${closed.url}/api/rooms`, { data, headers: { origin: closed.url } })
  const design = { room: 'night', theme: 'pixel', widgets: [] }
  const named = `${closed.url}/api/overlays/secret`
  await page.request.put(named, { data: design, headers: { origin: closed.url } })
  expect((await fetch(named)).status).toBe(404)
  await page.goto(`${closed.url}/?lang=en&room=night`)
  await page.getByRole('button', { name: 'Token' }).click()
  await expect.poll(() => page.locator('#link').inputValue()).toContain('#token=')
  const link = await page.locator('#link').inputValue()
  const anonymous = await site.browser.newContext()
  const obs = await anonymous.newPage()
  await obs.goto(link)
  await waitForLines(obs, 3)
  expect((await obs.request.get(`${named}?${new URL(link).hash.slice(1)}`)).status()).toBe(200)
  await obs.goto('about:blank')
  await obs.goto(link.replace(/#.*/, ''))
  const words = obs.getByText('There is no such room, or it is private')
  await words.waitFor()
  expect(await words.isVisible()).toBe(true)
  await Promise.all([context.close(), anonymous.close(), closed.end()])
}, 180_000)
