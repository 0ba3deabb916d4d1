import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../server/config/index.ts'
import { createLogger } from '../../server/lib/logger.ts'
import { type Running, startServer } from '../../server/app/server.ts'
import { askAs } from '../kit/ask.ts'
import { type FakeBilibili, startFakeBilibili } from '../fake/bilibili/index.ts'
import { temporaryFolder } from '../kit/server.ts'
import { until } from '../kit/wait.ts'

const token = 'owner-token-of-this-test-0123456789abcdef'
const folder = temporaryFolder()
const lines: string[] = []
const tunnels: string[] = []
let fake: FakeBilibili
let server: Running
let closeProxy: () => void

/** Starts a proxy that forwards nothing beyond this machine; it records the requested addresses. */
async function startProxy(): Promise<number> {
  const open = new Set<Socket>()
  const proxy = createServer((_, response) => response.writeHead(405).end())
  proxy.on('connect', (request, client: Socket) => {
    const { hostname, port } = new URL(`http://${request.url}`)
    tunnels.push(`${hostname}:${port}`)
    if (hostname !== '127.0.0.1') return void client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
    const site = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      site.pipe(client).pipe(site)
    })
    for (const end of [client, site]) open.add(end.on('error', () => end.destroy()))
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  closeProxy = () => {
    for (const end of open) end.destroy()
    proxy.close()
  }
  return (proxy.address() as AddressInfo).port
}

beforeAll(async () => {
  fake = await startFakeBilibili()
  const proxy = await startProxy()
  const config = readConfig({
    PORT: '0',
    DATA_DIR: folder.path,
    OWNER_TOKEN: token,
    ENDPOINTS: JSON.stringify({ bilibili: fake.endpoints }),
    PROXIES: JSON.stringify({
      bilibili: `http://127.0.0.1:${proxy}`,
      douyin: `http://127.0.0.1:${proxy}`,
    }),
  })
  server = await startServer(
    config,
    createLogger('debug', (line) => lines.push(line)),
  )
})

afterAll(async () => {
  await server.stop()
  closeProxy()
  await fake.close()
  folder.remove()
})

const ask = (method: string, path: string, body?: object) =>
  askAs(token, `${server.url}${path}`, { method, body })

/** Requests a path again until its answer matches. */
function untilAnswer(path: string, done: (answer: Record<string, unknown>) => boolean) {
  return until(async () => {
    const { answer } = await ask('GET', path)
    return done(answer) && answer
  })
}

const sourceStatus = (answer: Record<string, unknown>) =>
  (answer['status'] as readonly Record<string, unknown>[])[0] ?? {}

test('S0-44 the doctor and short links use the proxy of their platform', async () => {
  await ask('POST', '/api/doctor', { room: 'https://live.bilibili.com/1' })
  const sockets = fake.comet.ports.map((port) => `127.0.0.1:${port}`)
  await until(() => tunnels.some((to) => sockets.includes(to)))
  expect(tunnels).toContain(new URL(fake.endpoints.live).host)

  const link = 'https://v.douyin.com/iABCDEF/'
  const { answer } = await ask('POST', '/api/doctor', { room: link })
  const report = await untilAnswer(
    `/api/doctor/${String(answer['id'])}`,
    ({ state }) => state === 'done',
  )
  expect(report['findings']).toContainEqual(
    expect.objectContaining({ step: 'page', code: 'unanswered' }),
  )
  const asked = () => tunnels.filter((to) => to === 'v.douyin.com:443').length
  expect(asked()).toBe(1)
  const room = { slug: 'linked', sources: [{ platform: 'douyin', ref: link }] }
  const { status } = await ask('POST', '/api/rooms', room)
  expect([status, asked()]).toEqual([502, 2])
})

test(
  'S0-17 S0-55 S0-52 logins, proxy and schedule of a room work together, with correct states',
  { timeout: 120_000 },
  async () => {
    const sources = [{ platform: 'bilibili', ref: '5440' }]
    const room = { slug: 'night', sources }
    await until(async () => (await ask('POST', '/api/rooms', room)).status === 201)
    expect((await ask('POST', '/api/rooms', room)).status).toBe(409)
    const guest = await untilAnswer(
      '/api/rooms/night',
      (answer) => sourceStatus(answer)['state'] === 'open',
    )
    expect(sourceStatus(guest)).toMatchObject({
      login: 'guest',
      limits: ['masked', 'sampled', 'login-needed'],
    })
    expect(tunnels.length).toBeGreaterThan(2)

    const wish = { platform: 'bilibili', cookie: 'SESSDATA=the-secret-of-this-test' }
    expect((await ask('PUT', '/api/credentials/main', wish)).answer).toMatchObject({
      cookie: 'set',
    })
    expect(statSync(join(folder.path, 'credential-key')).mode & 0o777).toBe(0o600)
    const broken = await untilAnswer('/api/rooms/night', (answer) =>
      String(sourceStatus(answer)['reason']).includes('replace it'),
    )
    expect(sourceStatus(broken)).toMatchObject({ state: 'open', login: 'guest' })
    expect(broken['cookies']).toEqual({ bilibili: 'set' })

    const schedule = { opens: '0 0 1 1 *', closes: '1 0 1 1 *', zone: 'Asia/Shanghai' }
    await ask('PATCH', '/api/rooms/night', { schedule })
    const resting = await untilAnswer(
      '/api/rooms/night',
      (answer) => sourceStatus(answer)['state'] === 'ended',
    )
    expect(resting['listening']).toMatchObject({ open: false, why: 'schedule' })
    await ask('PATCH', '/api/rooms/night', { override: 'open' })
    await untilAnswer('/api/rooms/night', (answer) => sourceStatus(answer)['state'] === 'open')
    expect(lines.join('')).not.toContain('the-secret')
  },
)
