import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askAs } from '../kit/ask.ts'
import { keepScreenshot, launch, waitForLines } from '../kit/browser.ts'
import { firstLoginOf, type ServerProcess, startServerProcess } from '../kit/server.ts'
import { until } from '../kit/wait.ts'
import { focusedIn, seriousIn } from './accessibility.ts'

/** The overlay of the page, as far as the test uses it. */
interface WithStats {
  readonly stats: { readonly shown: number }
}

let server: ServerProcess
let browser: Browser
let ownerLink: string
const complaints: string[] = []

beforeAll(async () => {
  const env = { STORE: 'on', REGISTRATION: 'open', GUESTS: 'on' }
  ;[server, browser] = await Promise.all([startServerProcess(env), launch()])
  ownerLink = firstLoginOf(server) // the first login removes the file
  const token = new URLSearchParams(new URL(ownerLink).hash.slice(1)).get('token') ?? ''
  const ask = (method: string, path: string, body?: object) =>
    askAs(token, `${server.url}/api${path}`, { method, body })
  // The first login makes the account of the owner, as soon as the database is open.
  await until(async () => (await ask('POST', '/login', { token })).status === 200)
  const room = { id: 'stage', title: '今晚唱歌' }
  await until(async () => (await ask('POST', '/live', room)).status === 201)
  await ask('POST', '/live/stage/start')
})
afterAll(() => Promise.all([server.end(), browser.close()]))

/** Opens a page of a browser of its own; records its errors and violations of its policy. */
async function open(
  path: string,
  size = { width: 1280, height: 720 },
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ viewport: size, locale: 'zh-CN' })
  const page = await context.newPage()
  page.on('pageerror', (error) => complaints.push(`${path}: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${path}: ${message.text()}`)
  })
  await page.goto(`${server.url}${path}`)
  return { page, context }
}

async function register(page: Page, name: string): Promise<void> {
  const login = page.locator('danmu-login')
  await login.getByRole('button', { name: '注册账号' }).click()
  await login.getByLabel('名字').fill(name)
  await login.getByLabel('新密码').fill('a long enough word')
  await page.keyboard.press('Enter')
  await page.locator('account-menu').getByText(name, { exact: true }).waitFor()
}

test('a comment that a viewer writes flies on the page, in its chat, and over the overlay', async () => {
  const [viewer, overlay] = await Promise.all([
    open('/live/stage'),
    open('/overlay?room=live:stage'),
  ])
  const { page } = viewer
  await page.getByRole('heading', { name: '今晚唱歌' }).waitFor()
  await page.getByText('直播中').waitFor()
  await register(page, '小明')
  await page.getByLabel('评论', { exact: true }).fill('晚上好')
  await page.keyboard.press('Enter')
  await page.locator('danmu-chat').getByText('晚上好').waitFor()
  await page.waitForFunction(() => {
    const app = document.querySelector('live-app')
    const flying = app?.shadowRoot?.querySelector('danmu-overlay') as WithStats | undefined
    return (flying?.stats.shown ?? 0) > 0
  })
  await waitForLines(overlay.page, 1)
  await page.getByText('1 人在看').waitFor()
  await keepScreenshot(page, 'live')
  expect(await seriousIn(page)).toEqual([])
  await Promise.all([viewer.context.close(), overlay.context.close()])
})

test('a comment that is refused stays in the field, with the cause', async () => {
  const { page, context } = await open('/live/stage?view=chat', { width: 360, height: 740 })
  await register(page, '阿花')
  const field = page.getByLabel('评论', { exact: true })
  for (const text of ['一', '二', '三']) {
    await field.fill(text)
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => {
      const app = document.querySelector('live-app')
      const input = app?.shadowRoot?.querySelector('danmu-input')
      return input?.shadowRoot?.querySelector('textarea')?.value === ''
    })
  }
  await field.fill('四')
  await page.keyboard.press('Enter')
  await page.getByText('发得太快了').waitFor()
  expect(await field.inputValue()).toBe('四')
  await context.close()
})

test('a viewer follows the host, likes, and answers a comment by its row', async () => {
  const { page, context } = await open('/live/stage')
  await register(page, '小雨')
  await page.getByRole('button', { name: '关注', exact: true }).click()
  await page.getByRole('button', { name: '已关注' }).waitFor()
  await page.getByRole('button', { name: /^点赞/ }).click()
  await page.locator('live-facts button[aria-pressed=true] svg').waitFor()
  const field = page.getByLabel('评论', { exact: true })
  await field.fill('第一句')
  await page.keyboard.press('Enter')
  const row = page.locator('danmu-chat [part~=message]', { hasText: '第一句' })
  await row.hover()
  await row.getByRole('button', { name: '回复 小雨' }).click()
  await page.locator('danmu-input [part=reply]').getByText('回复 小雨').waitFor()
  await page.keyboard.type('第二句')
  await page.keyboard.press('Enter')
  const answer = page.locator('danmu-chat [part~=message]', { hasText: '第二句' })
  await answer.locator('[part=reply]').getByText('小雨').waitFor()
  await page.reload()
  await page.getByRole('button', { name: '已关注' }).waitFor()
  await page.goto(`${server.url}/me`)
  await page.locator('me-follows li').waitFor()
  await page.locator('me-history a', { hasText: 'stage' }).waitFor()
  await page.locator('me-sessions').getByText('当前浏览器').waitFor()
  expect(await page.locator('me-follows li').count()).toBe(1)
  await context.close()
})

test('the page is used with the Tab key in the order of what is seen', async () => {
  const { page, context } = await open('/live/stage')
  await page.locator('danmu-login').getByRole('button', { name: '登录' }).waitFor()
  await page.getByRole('button', { name: '关注', exact: true }).waitFor()
  const names: string[] = []
  for (let last = ''; last !== '注册账号' && names.length < 30; names.push(last)) {
    await page.keyboard.press('Tab')
    const { name, lit } = await focusedIn(page)
    expect([name, lit]).toEqual([name, true])
    last = name
  }
  const wanted = ['danmu-relay', 'English', '关注', /^点赞/, '观众', /^回复/, '登录', '注册账号']
  const places = wanted.map((one) => names.findIndex((name) => name.match(one)))
  expect([names, places]).toEqual([names, places.toSorted((a, b) => a - b)])
  expect(places).not.toContain(-1)
  await context.close()
})

test('the pages fit a phone, and axe finds nothing serious', async () => {
  const { page, context } = await open('/live/stage', { width: 360, height: 740 })
  await page.goto(ownerLink)
  await page.waitForURL(`${server.url}/`)
  for (const path of [
    '/live/stage',
    '/host',
    '/host/stage',
    '/accounts',
    '/gifts',
    '/ledger',
    '/audit',
    '/me',
  ]) {
    await page.goto(server.url + path)
    await page.waitForLoadState('networkidle')
    await keepScreenshot(page, `phone${path.replaceAll('/', '-')}`)
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect([path, overflow, await seriousIn(page)]).toEqual([path, 0, []])
  }
  await context.close()
})

test('a host pauses the broadcast, and a moderator removes a comment, from their pages', async () => {
  const host = await open('/')
  await host.page.goto(ownerLink)
  await host.page.waitForURL(`${server.url}/`)
  const viewer = await open('/live/stage')
  await register(viewer.page, '老王')
  await viewer.page.getByLabel('评论', { exact: true }).fill('广告')
  await viewer.page.keyboard.press('Enter')
  await host.page.goto(`${server.url}/live/stage`)
  const row = host.page.locator('danmu-chat [part~=message]', { hasText: '广告' })
  await row.getByRole('button', { name: '置顶' }).click()
  await viewer.page.locator('danmu-chat [part=pin]').getByText('广告').waitFor()
  await row.getByRole('button', { name: '删除' }).click()
  await viewer.page
    .locator('danmu-chat [part~=message]', { hasText: '广告' })
    .waitFor({ state: 'detached' })
  await host.page.goto(`${server.url}/host/stage`)
  await host.page.getByRole('button', { name: '暂停' }).click()
  await viewer.page.locator('live-app').getByText('暂停', { exact: true }).waitFor()
  await host.page.getByRole('button', { name: '继续' }).click()
  await viewer.page.getByText('直播中').waitFor()
  await expect.poll(() => host.page.locator('host-broadcast .state').innerText()).toBe('直播中')
  await Promise.all([host.context.close(), viewer.context.close()])
})

test('a gift that a viewer sends is in the chat, on the board and in the ledger', async () => {
  const host = await open('/')
  await host.page.goto(ownerLink)
  await host.page.waitForURL(`${server.url}/`)
  await host.page.goto(`${server.url}/gifts`)
  await host.page.locator('[aria-labelledby=new] [name=name]').fill('小红花')
  await host.page.locator('[aria-labelledby=new] [name=price]').fill('10')
  await host.page.getByRole('button', { name: '新增' }).click()
  await host.page.getByRole('heading', { name: '小红花' }).waitFor()
  const viewer = await open('/live/stage')
  await register(viewer.page, '阿豪')
  await host.page.goto(`${server.url}/ledger`)
  await host.page.locator('[aria-labelledby=topup] [name=name]').fill('阿豪')
  await host.page.locator('[aria-labelledby=topup] [name=coins]').fill('100')
  await host.page.locator('[aria-labelledby=topup] [name=reason]').fill('活动')
  await host.page.getByRole('button', { name: '发放' }).click()
  await host.page.locator('ledger-app li', { hasText: '+100' }).waitFor()
  await viewer.page.locator('live-gifts summary', { hasText: '礼物' }).click()
  await viewer.page.locator('danmu-gift-panel [part=balance]', { hasText: '100' }).waitFor()
  await viewer.page.locator('danmu-gift-panel button[aria-disabled=false]').click()
  await viewer.page.locator('danmu-chat [part~=message--gift]', { hasText: '小红花' }).waitFor()
  await viewer.page.locator('danmu-gift-panel [part=balance]', { hasText: '90' }).waitFor()
  await viewer.page.locator('live-gifts summary', { hasText: '贡献榜' }).click()
  await viewer.page.locator('live-gifts li', { hasText: '阿豪' }).waitFor()
  await keepScreenshot(viewer.page, 'live-gifts')
  expect(await seriousIn(viewer.page)).toEqual([])
  await host.page.reload()
  await host.page.locator('ledger-app li', { hasText: '小红花 ×1' }).waitFor()
  await Promise.all([host.context.close(), viewer.context.close()])
})

test('no page broke its policy or threw an error', () => {
  // A refusal of the server is an error on the console, too.
  expect(complaints.filter((text) => !/status of 4(?:01|22|29)/.test(text))).toEqual([])
})
