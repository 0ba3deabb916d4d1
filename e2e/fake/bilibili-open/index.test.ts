import { createHash, createHmac, randomUUID } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { capturedFrame, clientPacket, dialPlainly, messagesIn } from '../bilibili/client.ts'
import { type FakeBilibiliOpen, startFakeBilibiliOpen } from './index.ts'
import { makeTruth } from '../bilibili/truth.ts'

const opened: { readonly close: () => unknown }[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()))
})

function kept<T extends { readonly close: () => unknown }>(one: T): T {
  opened.push(one)
  return one
}

const startOpen = async (options = {}): Promise<FakeBilibiliOpen> =>
  kept(await startFakeBilibiliOpen(options))

const nowSeconds = (): number => Math.floor(Date.now() / 1000)

/** The answer to a start. */
interface Answer {
  readonly code: number
  readonly data: {
    readonly game_info: { readonly game_id: string }
    readonly websocket_info: { readonly auth_body: string; readonly wss_link: readonly string[] }
  }
}

const path = '/v2/app/start'

interface Changes {
  readonly path?: string
  readonly method?: string
  readonly body?: string
  readonly secret?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Sends a correct call with some changes. */
async function post(fake: FakeBilibiliOpen, changes: Changes = {}): Promise<Answer> {
  const { code, appId, accessKeyId, accessKeySecret } = fake.credential
  const body = changes.body ?? JSON.stringify({ code, app_id: appId })
  const signed: Record<string, string> = {
    'x-bili-accesskeyid': accessKeyId,
    'x-bili-content-md5': createHash('md5').update(body).digest('hex'),
    'x-bili-signature-method': 'HMAC-SHA256',
    'x-bili-signature-nonce': randomUUID(),
    'x-bili-signature-version': '1.0',
    'x-bili-timestamp': String(nowSeconds()),
  }
  for (const name of Object.keys(signed)) signed[name] = changes.headers?.[name] ?? signed[name]!
  const lines = Object.entries(signed).map(([name, value]) => `${name}:${value}`)
  const authorization = createHmac('sha256', changes.secret ?? accessKeySecret)
    .update(lines.join('\n'))
    .digest('hex')
  const usual = { accept: 'application/json', 'content-type': 'application/json' }
  const method = changes.method ?? 'POST'
  const response = await fetch(`${fake.endpoints.api}${changes.path ?? path}`, {
    method,
    headers: { ...usual, ...signed, authorization, ...changes.headers },
    ...(method === 'POST' ? { body } : {}),
  })
  return (await response.json()) as Answer
}

describe('the fake open platform', () => {
  const old = String(nowSeconds() - 3600)

  test.each([
    [0, {}],
    [4000, { body: 'no json' }],
    [4000, { headers: { 'x-bili-signature-method': '' } }],
    [4001, { headers: { 'x-bili-accesskeyid': 'other' } }],
    [4002, { secret: 'other' }],
    [4002, { headers: { authorization: '' } }],
    [4003, { headers: { 'x-bili-timestamp': old } }],
    [4005, { method: 'GET' }],
    [4006, { headers: { 'x-bili-signature-version': '2.0' } }],
    [4010, { path: '/v2/app/other' }],
    [4011, { headers: { 'content-type': 'text/plain' } }],
    [4012, { headers: { 'x-bili-content-md5': '0'.repeat(32) } }],
    [4013, { headers: { accept: '*/*' } }],
    [7007, { body: '{"code":"WRONG","app_id":1700000000000}' }],
    [8002, { body: '{"code":"ABCDEFGHIJKLM","app_id":1}' }],
  ] as const)('answers with %i to a call with %o', async (code, changes) => {
    expect((await post(await startOpen(), changes)).code).toBe(code)
  })

  test('accepts a nonce once', async () => {
    const fake = await startOpen()
    const headers = { 'x-bili-signature-nonce': 'once' }
    expect((await post(fake, { headers })).code).toBe(0)
    expect((await post(fake, { headers })).code).toBe(4004)
  })

  test('runs one game in a room, until it is ended', async () => {
    const fake = await startOpen()
    const { data } = await post(fake)
    const game_id = data.game_info.game_id
    expect(await post(fake)).toMatchObject({ code: 7002 })
    const beat = { path: '/v2/app/heartbeat', body: JSON.stringify({ game_id }) }
    expect(await post(fake, beat)).toMatchObject({ code: 0 })
    const body = JSON.stringify({ app_id: fake.credential.appId, game_id })
    expect(await post(fake, { path: '/v2/app/end', body })).toMatchObject({ code: 0 })
    expect(await post(fake, { path: '/v2/app/end', body })).toMatchObject({ code: 7000 })
    expect(await post(fake, beat)).toMatchObject({ code: 7003 })
    expect(await post(fake)).toMatchObject({ code: 0 })
  })

  test('accepts the issued body verbatim, sends zlib, and stops with the game', async () => {
    const fake = await startOpen({ gameMs: 300 })
    const { data } = await post(fake)
    const { auth_body, wss_link } = data.websocket_info
    const client = kept(await dialPlainly(wss_link[0]!))
    client.send(clientPacket(7, auth_body))
    expect(await client.take(1)).toEqual([capturedFrame('auth-reply-ok.real')])
    fake.comet.say([{ cmd: 'LIVE_OPEN_PLATFORM_DM', data: { msg_id: 'a' } }])
    const [first, over] = await client.take(2)
    expect(first?.readUInt16BE(6)).toBe(2)
    expect(messagesIn(over!)).toMatchObject([
      { cmd: 'LIVE_OPEN_PLATFORM_INTERACTION_END', data: data.game_info },
    ])
    fake.comet.say(makeTruth(1).messages)
    client.send(clientPacket(2))
    await client.take(1)
    expect(client.frames.at(-1)?.readUInt32BE(8)).toBe(3)
  })

  test('refuses the same body in another spelling', async () => {
    const fake = await startOpen()
    const { auth_body, wss_link } = (await post(fake)).data.websocket_info
    const client = kept(await dialPlainly(wss_link[0]!))
    client.send(clientPacket(7, JSON.stringify(JSON.parse(auth_body), undefined, 1)))
    expect(await client.take(1)).toEqual([capturedFrame('auth-reply-bad-token')])
  })
})
