import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from '../kit/browser.ts'
import { type ServerProcess, startServerProcess } from '../kit/server.ts'

let links: Server
let server: ServerProcess
let browser: Browser

beforeAll(async () => {
  // The targets of the short links: a room and a video.
  links = createServer(({ url }, response) => {
    const path =
      url === '/AbCdEf1' ? 'live.bilibili.com/5440' : 'www.bilibili.com/video/BV1xx411c7mD'
    response.writeHead(302, { location: `https://${path}` }).end()
  })
  await new Promise<void>((resolve) => links.listen(0, '127.0.0.1', resolve))
  const here = `http://127.0.0.1:${(links.address() as AddressInfo).port}`
  const bilibili = { api: here, live: here, short: here }
  ;[server, browser] = await Promise.all([
    startServerProcess({ ENDPOINTS: JSON.stringify({ bilibili, douyin: { site: here } }) }),
    launch(),
  ])
})
afterAll(async () => {
  await Promise.all([server.end(), browser.close()])
  links.close()
})

async function typed(text: string): Promise<Page> {
  const page = await browser.newPage({ locale: 'zh-CN' })
  await page.goto(server.url)
  await page.locator('#room').fill(text)
  await page.keyboard.press('Enter')
  return page
}

const roomOf = (page: Page) => (): string | null => new URL(page.url()).searchParams.get('room')

test('the studio offers the sites that a number may belong to, and opens the chosen room', async () => {
  const page = await typed('5440')
  const choice = page.locator('studio-room').getByRole('group').getByRole('button')
  await choice.first().waitFor()
  expect((await choice.allTextContents()).map((text) => text.trim())).toEqual([
    'B站 5440',
    '抖音 5440',
  ])
  await choice.first().click()
  await expect.poll(roomOf(page)).toBe('bilibili:5440')
  await page.close()
})

test('the studio opens the room of a short link inside a share text', async () => {
  const page = await typed('【某主播的直播间】 https://b23.tv/AbCdEf1 快来')
  await expect.poll(roomOf(page)).toBe('bilibili:5440')
  await page.close()
})

test('the studio shows what to paste instead of a link to a video', async () => {
  const page = await typed('b23.tv/xyz')
  await page.getByText('这是B站的视频或动态，不是直播间').waitFor()
  expect(roomOf(page)()).toBeNull()
  await page.close()
})
