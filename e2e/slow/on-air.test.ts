import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { connect } from '../../overlay/client/index.ts'
import { loaderPage } from '../../overlay/page/studio/share.ts'
import { launch, linesShown, waitForLines } from '../kit/browser.ts'
import { englishIn, visibleText } from '../overlay/page-text.ts'
import { python, pythonClient, startProgram } from '../kit/python.ts'
import {
  firstLoginOf,
  root,
  type ServerProcess,
  startServerProcess,
  temporaryFolder,
} from '../kit/server.ts'
import { until } from '../kit/wait.ts'

// The start of the embedded database takes long on a busy machine.
const patient = { timeout: 120_000, interval: 100 }

const data = temporaryFolder()
let browser: Browser
let owner: BrowserContext
let server: ServerProcess
let env: Record<string, string>

beforeAll(async () => {
  const unused = `http://127.0.0.1:${await closedPort()}`
  const endpoints = { bilibili: { api: unused, live: unused } }
  env = { DATA_DIR: data.path, STORE: 'on', ENDPOINTS: JSON.stringify(endpoints) }
  ;[server, browser] = await Promise.all([startServerProcess(env), launch()])
  env['PORT'] = new URL(server.url).port
  owner = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    colorScheme: 'dark',
  })
  await ready()
  const page = await owner.newPage()
  await page.goto(firstLoginOf(server))
  await page.waitForURL(`${server.url}/`)
  await page.close()
  const design = { room: 'demo:busy', theme: 'pixel', lang: 'zh-CN', widgets: [widget] }
  await put('/api/overlays/main', design)
  await put('/api/overlays/gone', design)
  await call('POST', '/api/rooms', {
    slug: 'my-room',
    sources: [{ platform: 'demo', ref: '20' }],
  })
}, 180_000)
afterAll(async () => {
  await Promise.all([server.end(), browser.close()])
  data.remove()
})

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

async function ready(): Promise<void> {
  const status = async (): Promise<number> => (await fetch(`${server.url}/readyz`)).status
  await until(async () => expect(await status()).toBe(200))
}

async function call(method: string, path: string, body: object): Promise<void> {
  const { request } = owner
  const headers = { origin: server.url }
  const answer = await request.fetch(`${server.url}${path}`, { method, data: body, headers })
  expect([path, answer.status()]).toEqual([path, expect.toSatisfy((status) => status < 300)])
}

const put = (path: string, body: object): Promise<void> => call('PUT', path, body)
const turn = (enabled: boolean): Promise<void> => call('PATCH', '/api/rooms/my-room', { enabled })

/** Opens a page that records every status text that was visible on it. */
async function open(address: string): Promise<{ page: Page; printed: () => Promise<string> }> {
  const page = await owner.newPage()
  await page.addInitScript(() => {
    const seen = new Set<string>()
    Object.assign(globalThis, { seen })
    const look = (): void => {
      for (const element of document.querySelectorAll('.notice, danmu-overlay, danmu-status')) {
        const line = element.shadowRoot?.querySelector('[part=status]') ?? element
        if (line.textContent !== '' && line.checkVisibility({ checkVisibilityCSS: true })) {
          seen.add(line.textContent.trim())
        }
      }
      requestAnimationFrame(look)
    }
    look()
  })
  await page.goto(address)
  const printed = (): Promise<string> =>
    page.evaluate(() => [...(globalThis as unknown as { seen: Set<string> }).seen].join('\n'))
  return { page, printed }
}

/** Counts the sockets that a page opens to an address. */
function socketsOf(page: Page, part: string): () => number {
  let opened = 0
  page.on('websocket', (socket) => {
    if (socket.url().includes(part)) opened += 1
  })
  return () => opened
}

describe('B1 a named overlay on a live picture', () => {
  test.each([
    ['with the copy of its overlays', false],
    ['without any copy of them', true],
  ])(
    'B1 prints nothing and keeps its scene while the server is killed and starts again, %s',
    async (_what, withoutCopy) => {
      const { page, printed } = await open(`${server.url}/overlay/main`)
      await waitForLines(page, 3)
      await page.evaluate(() => {
        document.querySelector('danmu-overlay')?.setAttribute('data-first', '')
      })
      await server.end('SIGKILL')
      if (withoutCopy) rmSync(join(data.path, 'overlays.json'))
      server = await startServerProcess(env)
      const before = await linesShown(page)
      await expect.poll(() => linesShown(page), patient).toBeGreaterThan(before + 5)
      await ready()
      expect(await page.locator('danmu-overlay[data-first]').count()).toBe(1)
      expect(await printed()).toBe('')
      await page.close()
    },
    180_000,
  )

  test('B1 keeps its last scene after the overlay was removed, and a new page shows that in its language', async () => {
    const { page, printed } = await open(`${server.url}/overlay/gone`)
    const asked = socketsOf(page, '/api/overlays/gone/stream')
    await page.reload()
    await waitForLines(page, 3)
    await call('DELETE', '/api/overlays/gone', {})
    await expect.poll(asked, patient).toBeGreaterThanOrEqual(3)
    const before = await linesShown(page)
    await expect.poll(() => linesShown(page), patient).toBeGreaterThan(before + 3)
    expect(await printed()).toBe('')
    const fresh = await open(`${server.url}/overlay/gone`)
    await expect.poll(fresh.printed, patient).toBe('没有这个画面：已经删除，或者链接有误。')
    await Promise.all([page.close(), fresh.page.close()])
  })

  test('B1 opens from its loader file as soon as a server runs, and prints nothing', async () => {
    const { page } = await open('about:blank')
    const file = join(data.path, 'loader.html')
    writeFileSync(file, loaderPage(`${server.url}/overlay/main`, '正在等待 danmu-relay 启动…'))
    await server.end('SIGKILL')
    await page.goto(`file://${file}`)
    server = await startServerProcess(env)
    await page.waitForURL(/\/overlay\/main$/, patient)
    await expect.poll(() => linesShown(page), patient).toBeGreaterThan(3)
    const printed = await page.evaluate(() => [
      ...(globalThis as unknown as { seen: Set<string> }).seen,
    ])
    expect(printed).toEqual([])
    await ready()
    await page.close()
  }, 180_000)
})

test('B2 every client reconnects by itself to a room that is stopped and started', async () => {
  await put('/api/overlays/stopped', {
    room: 'my-room',
    theme: 'pixel',
    widgets: [widget, { ...widget, kind: 'chat' }],
  })
  // The time that a page needs on this machine until its room is open.
  const openedAt = Date.now()
  const obs = await open(`${server.url}/overlay/stopped`)
  await waitForLines(obs.page, 1)
  const slackMs = Date.now() - openedAt
  const asked = socketsOf(obs.page, '/rooms/my-room/stream')
  const studio = await open(`${server.url}/?room=my-room`)
  const dock = await open(`${server.url}/dock/stopped`)
  const address = `${server.url}/rooms/my-room/stream`
  const feed = connect(address, { types: ['chat'], WebSocket })
  let received = 0
  feed.on('chat', () => (received += 1))
  const snake = startProgram(python, [pythonClient, address, '--types', 'chat'])
  const tailArguments = ['dist/server/cli/main.js', 'tail', `${address}?types=chat`]
  const tail = startProgram(process.execPath, tailArguments, { cwd: root })
  /** Returns the newest content of each client. */
  const shown = async (): Promise<Readonly<Record<string, unknown>>> => ({
    obs: await linesShown(obs.page),
    chat: await obs.page.locator('danmu-chat [part~=message]').last().textContent(),
    studio: await studio.page.locator('studio-event li').first().textContent(),
    dock: await dock.page.locator('.chat li').last().textContent(),
    library: received,
    python: snake.lines.length,
    tail: tail.lines.length,
  })
  await Promise.all([
    snake.until(({ length }) => length > 2),
    tail.until(({ length }) => length > 2),
  ])
  await shown()
  await turn(false)
  for (const { page } of [studio, dock]) {
    await page.getByText('房间已停止，启动后自动恢复').first().waitFor()
  }
  // After seven attempts every delay has reached its maximum.
  const before = asked()
  await expect.poll(() => asked() - before, patient).toBeGreaterThan(6)
  expect(feed.status.kind).toMatch(/waiting|connecting/)
  expect(englishIn(await visibleText(studio.page))).toEqual([])
  expect(await obs.printed()).toBe('')
  const old = await shown()
  const startedAt = Date.now()
  await turn(true)
  const back: Record<string, number> = {}
  const missing = async (): Promise<readonly string[]> => {
    for (const [name, value] of Object.entries(await shown())) {
      if (value !== old[name]) back[name] ??= Date.now() - startedAt
    }
    return Object.keys(old).filter((name) => back[name] === undefined)
  }
  await expect.poll(missing, { ...patient, interval: 50 }).toEqual([])
  expect(Object.entries(back).filter(([, ms]) => ms > 5_000 + slackMs)).toEqual([])
  feed.close()
  await Promise.all([snake.stop(), tail.stop()])
  await Promise.all([obs.page.close(), studio.page.close(), dock.page.close()])
}, 180_000)

test('B5 a room that cannot be reached shows the reason and the next try, and no green dot', async () => {
  const { page } = await open(`${server.url}/?room=bilibili:5440`)
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
  const { page, printed } = await open(`${server.url}/overlay?room=bilibili:5440&w=overlay,status`)
  const words = 'bilibili:5440 · 正在连接直播间 · 平台的服务器不接受连接，请检查网络或代理'
  await expect.poll(printed).toBe(words)
  await page.close()
})

test('B11 a change is shown as unsaved while the server is away, and saved when it is back', async () => {
  await put('/api/overlays/kept', { room: 'demo:busy', theme: 'pixel', widgets: [widget] })
  const { page } = await open(`${server.url}/?named=kept`)
  const saved = page.locator('studio-overlays')
  await saved.locator('.dot.good').waitFor()
  const frame = page.frameLocator('studio-preview iframe')
  await frame.locator('danmu-overlay').waitFor()
  await server.end('SIGKILL')
  await page.getByRole('radio', { name: '气泡' }).check()
  await saved.getByText('kept：最近的改动还没有保存').waitFor()
  expect(await saved.locator('.dot.good').count()).toBe(0)
  expect(await saved.getByText('改动实时同步到 OBS').count()).toBe(0)
  await saved.getByRole('button', { name: '重新保存' }).click()
  await saved.getByText('kept：最近的改动还没有保存').waitFor()
  server = await startServerProcess(env)
  await ready()
  await saved.getByText('kept：改动实时同步到 OBS').waitFor(patient)
  const stored = await (await owner.request.get(`${server.url}/api/overlays/kept`)).json()
  expect(stored).toMatchObject({ design: { theme: 'bubble' } })
  // The style sheet of the theme had failed to load, too.
  const sheets = frame.locator('link[href="/kit/v1/theme-bubble.css"]')
  const isWorn = (): Promise<boolean> =>
    sheets.evaluateAll((all) => all.some((link) => (link as HTMLLinkElement).sheet !== null))
  await expect.poll(isWorn, patient).toBe(true)
  await page.close()
}, 180_000)

describe('B13 pages that are Chinese', () => {
  test('B13 show no English text of the server for refusals and reasons of all kinds', async () => {
    await put('/api/overlays/odd', { room: 'bilibili:5440', theme: 'pixel', widgets: [widget] })
    const rooms = ['nobody-made-this', 'bilibili:5440', 'demo:abc', 'replay:nothing', 'huya:1']
    for (const room of rooms) {
      const { page } = await open(`${server.url}/?room=${room}`)
      await page.locator('room-state .dot.bad, room-state .dot.warn').first().waitFor()
      await page.locator('studio-event').first().waitFor()
      expect([room, englishIn(await visibleText(page))]).toEqual([room, []])
      await page.close()
    }
    for (const path of ['/dock/nobody-made-this', '/dock/odd', '/overlay/nobody-made-this']) {
      const { page } = await open(`${server.url}${path}`)
      await expect
        .poll(() => visibleText(page), patient)
        .toMatch(/没有这个画面|服务器不接受连接|\S/)
      expect([path, englishIn(await visibleText(page))]).toEqual([path, []])
      await page.close()
    }
  })

  test('B13 show no English text of the server when a request of the page is refused', async () => {
    const visitor = await browser.newContext({ locale: 'zh-CN' })
    const page = await visitor.newPage()
    await page.goto(`${server.url}/login`)
    await page.locator('input[type=password]').fill('no token')
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByText('令牌无效。').waitFor()
    expect(englishIn(await visibleText(page))).toEqual([])
    await visitor.close()
    const studio = await open(`${server.url}/?room=demo:busy`)
    await studio.page.getByPlaceholder('起个名字，如 my-room').fill('my-room')
    await studio.page.locator('studio-rooms form button').click()
    await studio.page.getByText('名字或直播间已被占用').waitFor()
    expect(englishIn(await visibleText(studio.page))).toEqual([])
    await studio.page.close()
  })
})
