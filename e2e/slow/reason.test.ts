import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServerProcess, startServerProcess } from '../kit/server.ts'
import { englishIn, visibleText } from '../overlay/page-text.ts'
import { type OwnerBrowser, startOwnerBrowser } from './owner-browser.ts'

let server: ServerProcess
let site: OwnerBrowser

beforeAll(async () => {
  const unused = `http://127.0.0.1:${await closedPort()}`
  const endpoints = { bilibili: { api: unused, live: unused } }
  server = await startServerProcess({ ENDPOINTS: JSON.stringify(endpoints) })
  site = await startOwnerBrowser(server)
  const sources = [{ platform: 'demo', ref: '20' }]
  await site.call('POST', '/api/rooms', { slug: 'my-room', sources })
})
afterAll(() => Promise.all([server.end(), site.browser.close()]))

const widget = {
  kind: 'overlay',
  place: { left: 0, top: 0, width: 100, height: 100 },
  options: {},
}

/** Returns a port on which no server listens. */
async function closedPort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  listener.close()
  await once(listener, 'close')
  return port
}

test('B5 a room that cannot be reached shows the reason and the next try, and no green dot', async () => {
  const { page } = await site.open(`/?room=bilibili:5440`)
  const state = page.locator('room-state')
  await state.getByText('平台的服务器不接受连接，请检查网络或代理').first().waitFor()
  await state.getByText(/^(\d+ 秒后重试|正在重试…)$/).waitFor()
  const text = await visibleText(page)
  expect(text).toContain('还没有消息\n0 条/秒')
  expect(text).not.toContain('已连接')
  expect(englishIn(text)).toEqual([])
  expect(await state.locator('.dot').getAttribute('class')).toBe('dot warn')
  await state.locator('.details summary').click()
  await state.getByText('a request failed: ECONNREFUSED').waitFor()
  await page.close()
})

test('B6 the self-check shows why a room cannot be reached', async () => {
  const { page, printed } = await site.open(`/overlay?room=bilibili:5440&w=overlay,status`)
  const words = 'bilibili:5440 · 正在连接直播间 · 平台的服务器不接受连接，请检查网络或代理'
  await expect.poll(printed).toBe(words)
  await page.close()
})

describe('B13 pages that are Chinese', () => {
  test('B13 show no English text of the server for refusals and reasons of all kinds', async () => {
    await site.call('PUT', '/api/overlays/odd', {
      room: 'bilibili:5440',
      theme: 'pixel',
      widgets: [widget],
    })
    const rooms = ['nobody-made-this', 'bilibili:5440', 'demo:abc', 'replay:nothing', 'huya:1']
    for (const room of rooms) {
      const { page } = await site.open(`/?room=${room}`)
      await page.locator('room-state .dot.bad, room-state .dot.warn').first().waitFor()
      await page.locator('studio-event').first().waitFor()
      expect([room, englishIn(await visibleText(page))]).toEqual([room, []])
      await page.close()
    }
    for (const path of ['/dock/nobody-made-this', '/dock/odd', '/overlay/nobody-made-this']) {
      const { page } = await site.open(path)
      await expect.poll(() => visibleText(page)).toMatch(/没有这个画面|服务器不接受连接|\S/)
      expect([path, englishIn(await visibleText(page))]).toEqual([path, []])
      await page.close()
    }
  })

  test('B13 show no English text of the server when a request of the page is refused', async () => {
    const visitor = await site.browser.newContext({ locale: 'zh-CN' })
    const page = await visitor.newPage()
    await page.goto(`${server.url}/login`)
    await page.locator('input[name=name]').fill('nobody')
    await page.locator('input[name=password]').fill('no password')
    await page.locator('button.primary').click()
    await page.getByText('名字或密码不对。').waitFor()
    expect(englishIn(await visibleText(page))).toEqual([])
    await visitor.close()
    const studio = await site.open(`/?room=demo:busy`)
    await studio.page.getByPlaceholder('起个名字，如 my-room').fill('my-room')
    await studio.page.locator('studio-rooms form button').click()
    await studio.page.getByText('名字或直播间已被占用').waitFor()
    expect(englishIn(await visibleText(studio.page))).toEqual([])
    await studio.page.close()
  })
})
