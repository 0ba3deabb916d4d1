import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { connect } from '../../overlay/client/index.ts'
import { loaderPage } from '../../overlay/page/studio/share.ts'
import { linesShown, waitForLines } from '../kit/browser.ts'
import { python, pythonClient, startProgram } from '../kit/python.ts'
import { root, type ServerProcess, startServerProcess, temporaryFolder } from '../kit/server.ts'
import { until } from '../kit/wait.ts'
import { englishIn, visibleText } from '../overlay/page-text.ts'
import { type OwnerBrowser, recordPrinted, startOwnerBrowser } from './owner-browser.ts'

// The start of the embedded database takes long on a busy machine.
const patient = { timeout: 120_000, interval: 100 }

const data = temporaryFolder()
const env: Record<string, string> = { DATA_DIR: data.path, STORE: 'on' }
let server: ServerProcess
let site: OwnerBrowser

beforeAll(async () => {
  server = await startServerProcess(env)
  env['PORT'] = new URL(server.url).port
  await ready()
  site = await startOwnerBrowser(server)
  const design = { room: 'demo:busy', theme: 'pixel', lang: 'zh-CN', widgets: [widget] }
  await put('/api/overlays/main', design)
  await put('/api/overlays/gone', design)
  const sources = [{ platform: 'demo', ref: '20' }]
  await site.call('POST', '/api/rooms', { slug: 'my-room', sources })
})
afterAll(async () => {
  await Promise.all([server.end(), site.browser.close()])
  data.remove()
})

const widget = {
  kind: 'overlay',
  place: { left: 0, top: 0, width: 100, height: 100 },
  options: {},
}

async function ready(): Promise<void> {
  const status = async (): Promise<number> => (await fetch(`${server.url}/readyz`)).status
  await until(async () => expect(await status()).toBe(200))
}

const put = (path: string, body: object): Promise<void> => site.call('PUT', path, body)
const turn = (enabled: boolean): Promise<void> =>
  site.call('PATCH', '/api/rooms/my-room', { enabled })

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
      const { page, printed } = await site.open(`/overlay/main`)
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
    const { page, printed } = await site.open(`/overlay/gone`)
    const asked = socketsOf(page, '/api/overlays/gone/stream')
    await page.reload()
    await waitForLines(page, 3)
    await site.call('DELETE', '/api/overlays/gone', {})
    await expect.poll(asked, patient).toBeGreaterThanOrEqual(3)
    const before = await linesShown(page)
    await expect.poll(() => linesShown(page), patient).toBeGreaterThan(before + 3)
    expect(await printed()).toBe('')
    const fresh = await site.open(`/overlay/gone`)
    await expect.poll(fresh.printed, patient).toBe('没有这个画面：已经删除，或者链接有误。')
    await Promise.all([page.close(), fresh.page.close()])
  })

  test('B1 opens from its loader file as soon as a server runs, and prints nothing', async () => {
    const page = await site.owner.newPage()
    const printed = await recordPrinted(page)
    const file = join(data.path, 'loader.html')
    writeFileSync(file, loaderPage(`${server.url}/overlay/main`, '正在等待 danmu-relay 启动…'))
    await server.end('SIGKILL')
    await page.goto(`file://${file}`)
    server = await startServerProcess(env)
    await page.waitForURL(/\/overlay\/main$/, patient)
    await expect.poll(() => linesShown(page), patient).toBeGreaterThan(3)
    expect(await printed()).toBe('')
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
  const obs = await site.open(`/overlay/stopped`)
  await waitForLines(obs.page, 1)
  const slackMs = Date.now() - openedAt
  const asked = socketsOf(obs.page, '/rooms/my-room/stream')
  const studio = await site.open(`/?room=my-room`)
  const dock = await site.open(`/dock/stopped`)
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

test('B11 a change is shown as unsaved while the server is away, and saved when it is back', async () => {
  await put('/api/overlays/kept', { room: 'demo:busy', theme: 'pixel', widgets: [widget] })
  const { page } = await site.open(`/?named=kept`)
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
  const stored = await (await site.owner.request.get(`${server.url}/api/overlays/kept`)).json()
  expect(stored).toMatchObject({ design: { theme: 'bubble' } })
  // The style sheet of the theme had failed to load, too.
  const sheets = frame.locator('link[href="/kit/v1/theme-bubble.css"]')
  const isWorn = (): Promise<boolean> =>
    sheets.evaluateAll((all) => all.some((link) => (link as HTMLLinkElement).sheet !== null))
  await expect.poll(isWorn, patient).toBe(true)
  await page.close()
}, 180_000)
