import { request } from 'node:https'
import type { ConnectionOptions } from 'node:tls'
import type { IncomingHttpHeaders } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import type { ClientOptions } from 'ws'
import { closeCodes } from '../../proto/feed/index.ts'
import { launch } from '../kit/browser.ts'
import {
  prepareProxy,
  proxyHost,
  type ProxyKind,
  type ProxyPlace,
  type ReverseProxy,
} from './reverse-proxy.ts'
import { type ServerProcess, startServerProcess } from '../kit/server.ts'
import { visit, type Visit } from '../kit/subscriber.ts'
import { until } from '../kit/wait.ts'

const ownerToken = 'owner-of-this-test-0123456789abcdefghij'
const asOwner = { authorization: `Bearer ${ownerToken}`, 'content-type': 'application/json' }
const maxPerAddress = 3

interface Asked {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: object
  /** The address of this machine to come from: any of 127.0.0.0/8. */
  readonly from?: string
}

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** The text, of a stream its first part. */
  readonly text: string
}

let browser: Browser
beforeAll(async () => {
  browser = await launch([`--host-resolver-rules=MAP ${proxyHost} 127.0.0.1`])
})
afterAll(() => browser.close())

/** The answer to another host name: of the server, or of Caddy, which answers for its sites alone. */
const answerToForeignName = {
  nginx: [403, expect.stringMatching(/forbidden-host.*PUBLIC_URL.*TRUSTED_PROXIES/)],
  caddy: [200, ''],
}

describe.each<ProxyKind>(['nginx', 'caddy'])('behind %s, with the sample configuration', (kind) => {
  let place: ProxyPlace
  let proxy: ReverseProxy
  let server: ServerProcess
  let origin: string

  beforeAll(async () => {
    place = await prepareProxy()
    origin = `https://${proxyHost}:${place.port}`
    server = await startServerProcess({
      PUBLIC_URL: origin,
      TRUSTED_PROXIES: '127.0.0.1',
      OWNER_TOKEN: ownerToken,
      MAX_SOCKETS_PER_ADDRESS: String(maxPerAddress),
    })
    proxy = await place.start(kind, new URL(server.url).port)
    await until(async () => (await ask('/readyz')).status === 200)
    for (const [slug, visibility, ref] of [
      ['open', 'public', '20'],
      ['quiet', 'private', '21'],
    ]) {
      const body = { slug, visibility, sources: [{ platform: 'demo', ref }] }
      const made = await ask('/api/rooms', { method: 'POST', headers: asOwner, body })
      if (made.status !== 201) throw new Error(made.text)
    }
  })
  afterAll(async () => {
    await proxy.end()
    await server.end()
    place.remove()
  })

  /** Makes a request; of an endless answer it reads the first part. */
  function ask(path: string, { method = 'GET', headers, body, from }: Asked = {}): Promise<Answer> {
    const { certificate: ca, port } = place
    const options = {
      host: '127.0.0.1',
      port,
      ca,
      servername: proxyHost,
      path,
      method,
      headers: { host: `${proxyHost}:${port}`, ...headers },
      ...(from === undefined ? {} : { localAddress: from }),
    }
    return new Promise((resolve, reject) => {
      const outgoing = request(options, (response) => {
        const { statusCode: status = 0, headers: answered } = response
        let text = ''
        const done = (): void => resolve({ status, headers: answered, text })
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString()
          if (!text.includes('event: frame')) return
          done()
          outgoing.destroy()
        })
        response.on('end', done)
      })
      outgoing.on('error', reject)
      outgoing.end(body && JSON.stringify(body))
    })
  }

  /** Opens a stream over TLS and waits for its first frame. */
  function open(path: string, { headers, from }: Asked = {}): Promise<Visit> {
    const { certificate: ca, port } = place
    const options: ClientOptions & ConnectionOptions = {
      ca,
      servername: proxyHost,
      headers: { host: `${proxyHost}:${port}`, ...headers },
      ...(from === undefined ? {} : { localAddress: from }),
    }
    return visit(`https://127.0.0.1:${port}`, path, options)
  }

  test('S4-27 pages, streams and polling work over TLS', async () => {
    const page = await ask('/')
    expect([page.status, page.headers['strict-transport-security']]).toEqual([
      200,
      'max-age=31536000',
    ])
    const { outcome, leave } = await open('/rooms/open/stream')
    expect(outcome).toBe('hello')
    leave()
    const sse = await ask('/rooms/open/stream', { headers: { accept: 'text/event-stream' } })
    expect(sse).toMatchObject({ status: 200, text: expect.stringContaining('"frame":"hello"') })
    expect((await ask('/rooms/open/events')).status).toBe(200)
    expect(server.output()).toContain(`known as ${origin}`)
  })

  test('S4-27 no caller is local', async () => {
    expect((await ask('/metrics')).status).toBe(401)
    expect((await ask('/rooms/demo:30')).status).toBe(401)
    expect((await open('/rooms/demo:30/stream')).outcome).toBe(closeCodes.notAllowed)
    expect((await open('/rooms/quiet/stream')).outcome).toBe(closeCodes.noSuchRoom)
  })

  test('S4-27 limits count the real address, whatever a client says of itself', async () => {
    const path = '/rooms/open/stream'
    const streams: Visit[] = []
    for (let index = 0; index <= maxPerAddress; index++) {
      const headers = { 'x-forwarded-for': `203.0.113.${index}` }
      streams.push(await open(path, { headers, from: '127.0.0.5' }))
    }
    const other = await open(path, { from: '127.0.0.6' })
    expect(streams.map(({ outcome }) => outcome)).toEqual(['hello', 'hello', 'hello', 429])
    expect(other.outcome).toBe('hello')
    for (const { leave } of [...streams, other]) leave()
  })

  test('S4-27 the cookie of a login is Secure, and counts only from the own origin', async () => {
    const login = await ask('/api/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: { token: ownerToken },
    })
    const [sent = ''] = login.headers['set-cookie'] ?? []
    expect(sent).toMatch(/^__Host-danmu_session=.*; Path=\/; HttpOnly; Secure; SameSite=Strict/)
    const [cookie = ''] = sent.split(';')
    const own = await open('/rooms/quiet/stream', { headers: { cookie, origin } })
    expect(own.outcome).toBe('hello')
    own.leave()
    const headers = { cookie, origin: 'https://evil.example' }
    expect((await open('/rooms/quiet/stream', { headers })).outcome).toBe(403)
    const refused = await ask('/api/tokens', { headers })
    expect([refused.status, refused.text]).toEqual([
      403,
      expect.stringContaining('forbidden-origin'),
    ])
    expect(refused.text).toMatch(/ORIGINS.*PUBLIC_URL/)
  })

  test('S4-27 a request under a foreign name is not served', async () => {
    const { status, text } = await ask('/', { headers: { host: 'other.example' } })
    expect([status, text]).toEqual(answerToForeignName[kind])
  })

  test('S4-27 M12 an overlay shows a private room, and the log of the proxy has no token', async () => {
    const page = await browser.newPage({ ignoreHTTPSErrors: true })
    await page.goto(`${origin}/overlay?v=1&room=quiet&w=chat#token=${ownerToken}`)
    await page.locator('danmu-chat').locator('[part~=message]').nth(2).waitFor()
    await page.close()
    await expect.poll(() => proxy.log()).toMatch(/\/rooms\/quiet\/stream\?\S*ticket=/)
    expect(proxy.log()).not.toContain(ownerToken)
  })
})
