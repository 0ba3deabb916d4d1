import { afterAll, beforeAll, expect, test } from 'vitest'
import { askAs } from '../kit/ask.ts'
import { type FakeBilibiliOpen, startFakeBilibiliOpen } from '../fake/bilibili-open/index.ts'
import { type FakeBilibili, startFakeBilibili } from '../fake/bilibili/index.ts'
import { type ServerProcess, startServerProcess } from '../kit/server.ts'
import { subscribe } from '../kit/subscriber.ts'
import { until } from '../kit/wait.ts'

const token = 'owner-token-of-this-test-0123456789abcdef'
let web: FakeBilibili
let open: FakeBilibiliOpen
let server: ServerProcess

beforeAll(async () => {
  web = await startFakeBilibili()
  open = await startFakeBilibiliOpen()
  server = await startServerProcess({
    STORE: 'on',
    OWNER_TOKEN: token,
    ENDPOINTS: JSON.stringify({ bilibili: web.endpoints, 'bilibili-open': open.endpoints }),
  })
  await until(async () => (await ask('GET', '/api/credentials')).status === 200)
})

afterAll(async () => {
  await server.end()
  await Promise.all([web.close(), open.close()])
})

const ask = (method: string, path: string, body?: object) =>
  askAs(token, `${server.url}${path}`, { method, body })

/** Returns the status of the only source of a room, once it has this state. */
const sourceStatus = (room: string, state: string) =>
  until(async () => {
    const { answer } = await ask('GET', `/api/rooms/${room}`)
    const [first = {}] = (answer['status'] ?? []) as readonly Record<string, unknown>[]
    return first['state'] === state && first
  })

/** Examines a room; returns the findings of one step. */
async function examined(room: string, at: string) {
  const { answer } = await ask('POST', '/api/doctor', { room })
  return until(async () => {
    const report = (await ask('GET', `/api/doctor/${String(answer['id'])}`)).answer
    const findings = report['findings'] as readonly Record<string, unknown>[]
    return findings.find(({ step }) => step === at) ?? false
  })
}

const app = () => ({ platform: 'bilibili-open', ...open.credential })

test('an app of the open platform is stored by its name, received, examined, replaced, removed', async () => {
  const kept = await ask('PUT', '/api/credentials/shop', app())
  expect(kept).toMatchObject({ status: 200, answer: { accessKeySecret: 'set', code: 'set' } })
  expect(JSON.stringify(kept.answer)).not.toContain(open.credential.accessKeySecret)

  const sources = [{ platform: 'bilibili-open', ref: 'shop' }]
  expect((await ask('POST', '/api/rooms', { slug: 'store', sources })).status).toBe(201)
  expect(await sourceStatus('store', 'open')).toMatchObject({ login: 'app' })
  const reader = subscribe(server.url, '/rooms/store/stream?types=chat')
  await reader.take(1)
  const who = { open_id: 'viewer-1', uname: '观众', timestamp: 1_763_600_000 }
  open.comet.say([{ cmd: 'LIVE_OPEN_PLATFORM_DM', data: { msg_id: 'm1', msg: '你好', ...who } }])
  const [, received] = await reader.take(2)
  reader.close()
  expect(received).toMatchObject({
    id: 'bilibili-open:m1',
    source: 'bilibili-open:shop',
    user: { id: 'bilibili-open:viewer-1' },
    text: '你好',
  })

  const wrong = { ...app(), code: 'WRONGCODE12345' }
  await ask('PUT', '/api/credentials/shop', wrong)
  const refused = await sourceStatus('store', 'failed')
  expect(refused['reason']).toContain('identity code')
  expect(open.games.ids).toEqual([]) // the game of the code before was ended

  await ask('PUT', '/api/credentials/shop', app())
  await sourceStatus('store', 'open')
  expect((await ask('DELETE', '/api/credentials/shop')).status).toBe(204)
  expect((await sourceStatus('store', 'failed'))['reason']).toContain('"shop"')
  expect(server.output()).not.toContain(open.credential.accessKeySecret)
})

test('an identity code is checked by a real start if the owner requests it', async () => {
  await ask('PUT', '/api/credentials/mistyped', { ...app(), code: 'WRONGCODE12345' })
  const found = await examined('bilibili-open:mistyped', 'signature')
  expect(found).toMatchObject({ verdict: 'failed', code: 'forbidden' })
  expect(found?.['detail']).toContain('identity code')
})

test('a room that the operator receives by an app is not open to an anonymous client', async () => {
  await ask('PUT', '/api/credentials/private', app())
  const starts = open.ledger.times('/v2/app/start')
  const { status, answer } = await ask('GET', '/rooms/bilibili-open:private')
  expect(status).toBe(404)
  expect(answer['detail']).toContain("operator's rooms alone")
  expect(open.ledger.times('/v2/app/start')).toBe(starts)
})

test('a cookie is used for its configured room, and never for a room on demand', async () => {
  const cookie = 'SESSDATA=of-the-operator; bili_jct=x'
  expect((await ask('PUT', '/api/credentials/me', { platform: 'bilibili', cookie })).status).toBe(
    200,
  )
  const anonymous = subscribe(server.url, '/rooms/bilibili:1/stream')
  await until(() => web.ledger.times('welcome') === 1)
  expect(web.ledger.times('account')).toBe(0)
  const sources = [{ platform: 'bilibili', ref: '5440' }]
  expect((await ask('POST', '/api/rooms', { slug: 'mine', sources })).status).toBe(201)
  await until(() => web.ledger.times('welcome') === 2)
  expect(web.ledger.times('account')).toBeGreaterThan(0)
  expect((await sourceStatus('mine', 'open'))['reason']).toContain('log in anew')
  anonymous.close()
  const found = await examined('https://live.bilibili.com/5440?from=x', 'cookie')
  expect(found).toMatchObject({ verdict: 'warning', code: 'cookie-worn' })
})
