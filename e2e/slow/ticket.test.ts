import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { connect } from '../../overlay/client/index.ts'
import { launch } from '../kit/browser.ts'
import { root, type ServerProcess, startServerProcess, temporaryFolder } from '../kit/server.ts'
import { until } from '../kit/wait.ts'

const ownerToken = 'owner-of-this-test-0123456789abcdefghij'
const data = temporaryFolder()
const settings = { HOST: '0.0.0.0', OWNER_TOKEN: ownerToken, STORE: 'on', DATA_DIR: data.path }

let server: ServerProcess
let browser: Browser
let token: string

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServerProcess(settings), launch()])
  await ready()
  const sources = [{ platform: 'demo', ref: '20' }]
  await call('POST', '/api/rooms', { slug: 'quiet', visibility: 'private', sources })
  const made = await call('POST', '/api/tokens', {
    name: 'site',
    scopes: ['rooms:read'],
    room: 'quiet',
  })
  ;({ token } = (await made.json()) as { token: string })
})
afterAll(async () => {
  await Promise.allSettled([server.end(), browser.close()])
  data.remove()
})

const ready = () =>
  until(async () => expect((await fetch(`${server.url}/readyz`)).status).toBe(200))

async function call(method: string, path: string, body: object): Promise<Response> {
  const headers = { authorization: `Bearer ${ownerToken}`, 'content-type': 'application/json' }
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers,
    body: JSON.stringify(body),
  })
  expect([path, answer.ok]).toEqual([path, true])
  return answer
}

const say = (text: string): Promise<Response> =>
  call('POST', '/api/rooms/quiet/events', { events: [{ type: 'chat', text }] })

/** Starts the example of a site whose visitors watch a private room. */
async function startSite() {
  const { port } = new URL(server.url)
  const child = spawn(process.execPath, [join(root, 'e2e/example/ticket-backend.mjs')], {
    env: { PORT: '0', RELAY_URL: `http://127.0.0.1:${port}`, RELAY_TOKEN: token, ROOM: 'quiet' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  const url = new URL('/', /http:\S+/.exec(said.toString())?.[0]).href
  return { url, end: () => child.kill() }
}

/** Collects the address of everything that a page asks for. */
function watchRequests(page: Page) {
  const requests: string[] = []
  const sockets: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  page.on('websocket', (socket) => sockets.push(socket.url()))
  return { requests, sockets }
}

describe('A3 a private room on the page of another site', () => {
  test('goes on after the server was killed and started again', async () => {
    const site = await startSite()
    onTestFinished(() => void site.end())
    const page = await browser.newPage()
    const { sockets } = watchRequests(page)
    await page.goto(site.url)
    const texts = page.locator('danmu-chat').locator('[part~=text]')
    await texts.nth(2).waitFor()

    const ticket = async (): Promise<string> => {
      const headers = { cookie: 'visitor=bob' }
      const answer = await fetch(`${site.url}ticket`, { method: 'POST', headers })
      if (!answer.ok) throw new Error(`no ticket: ${answer.status}`) // the database is opening
      return ((await answer.json()) as { ticket: string }).ticket
    }
    const feed = connect(`${server.url}/rooms/quiet/stream`, { WebSocket, ticket })
    onTestFinished(() => feed.close())
    const said: string[] = []
    feed.on('chat', ({ text }) => said.push(text))
    await expect.poll(() => said.length).toBeGreaterThan(2)

    const { port } = new URL(server.url)
    await server.end('SIGKILL')
    server = await startServerProcess({ ...settings, PORT: port })
    await ready()
    await expect.poll(() => feed.status.kind).toBe('open')
    // The list holds the last lines only, and the page may connect later than the client.
    const isBack = async (): Promise<boolean> => {
      await say('back again')
      return (await texts.filter({ hasText: 'back again' }).count()) > 0
    }
    await expect.poll(isBack, { interval: 250 }).toBe(true)
    await expect.poll(() => said).toContain('back again')

    expect(feed.state.missed).toBe(0)
    const tickets = sockets.map((address) => new URL(address).searchParams.get('ticket'))
    expect(tickets.length).toBeGreaterThan(1)
    expect(new Set(tickets).size).toBe(tickets.length)
    await page.close()
  }, 300_000)
})

describe('M12 the token of a page', () => {
  const design = {
    room: 'quiet',
    theme: 'pixel',
    widgets: [{ kind: 'chat', place: { left: 0, top: 0, width: 50, height: 100 }, options: {} }],
  }

  test.each(['/overlay/main', '/dock/main', '/overlay?v=1&room=quiet&w=chat'])(
    '%s#token=… shows a private room, and no address contains the token',
    async (path) => {
      await call('PUT', '/api/overlays/main', design)
      const page = await browser.newPage()
      const { requests, sockets } = watchRequests(page)
      await page.goto(`${server.url}${path}#token=${token}`)
      const said = `hello ${path}`
      await expect.poll(() => sockets.some((one) => one.includes('/rooms/quiet/'))).toBe(true)
      await expect
        .poll(async () => {
          await say(said)
          return page.getByText(said).count()
        })
        .toBeGreaterThan(0)
      expect(requests.some((one) => one.endsWith('/api/rooms/quiet/tickets'))).toBe(true)
      expect([...requests.slice(1), ...sockets].filter((one) => one.includes(token))).toEqual([])
      expect(server.output()).not.toContain(token)
      await page.close()
    },
  )

  test.each(['/overlay/main', '/dock/main'])(
    '%s#token=… is read with the token alone in a browser that is logged in',
    async (path) => {
      await call('PUT', '/api/overlays/main', design)
      const context = await browser.newContext()
      const page = await context.newPage()
      await page.goto(`${server.url}/login#token=${ownerToken}`)
      await page.waitForURL(`${server.url}/`)
      expect(await context.cookies()).toHaveLength(1)
      const answered = page.waitForResponse((one) => one.url().endsWith('/rooms/quiet/tickets'))
      await page.goto(`${server.url}${path}#token=${token}`)
      const answer = await answered
      expect(answer.status()).toBe(201)
      expect(await answer.request().allHeaders()).not.toHaveProperty('cookie')
      const said = `hello logged in ${path}`
      await expect
        .poll(async () => {
          await say(said)
          return page.getByText(said).count()
        })
        .toBeGreaterThan(0)
      await context.close()
    },
  )

  test('of another room shows nothing of a private one', async () => {
    await call('PUT', '/api/overlays/main', design)
    const page = await browser.newPage()
    const { sockets } = watchRequests(page)
    await page.goto(`${server.url}/overlay/main?lang=en#token=wrong`)
    await page.getByText('The link or its token is not valid').waitFor()
    expect(sockets).toEqual([])
    await page.close()
  })
})
