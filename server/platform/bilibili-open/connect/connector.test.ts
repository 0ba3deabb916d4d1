import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createFakeClock } from '../../../lib/time/clock.fake.ts'
import { createBatcher } from '../../../upstream/batcher.ts'
import { createFakeIo, type FakeIo } from '../../bilibili/connect/io.fake.ts'
import { type ConnectorIo, type Sign } from '../../connector.ts'
import { Forbidden } from '../../errors.ts'
import { connector } from './connector.ts'

const folder = join(import.meta.dirname, '../fixture/http')
const answer = (name: string): object =>
  JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as object

const start = '/v2/app/start'
const heartbeat = '/v2/app/heartbeat'
const end = '/v2/app/end'
const gameId = '93594bf8-70e0-4b30-a5e9-0d60c4e11e17'
const ticket = { facts: { credential: 'shop' } }

const sign: Sign = async (purpose, { credential, ...call }) => {
  if (credential !== 'shop') return {}
  if (purpose === 'bilibili-open-account') return { account: 'one' }
  return { body: JSON.stringify(call), authorization: 'signed' }
}

function site(answers: Readonly<Record<string, readonly object[]>>, more = {}): FakeIo {
  const usual = { [start]: [answer('start.ok')], [heartbeat]: [answer('heartbeat.ok')] }
  return createFakeIo({ ...usual, [end]: [answer('heartbeat.ok')], ...answers }, { sign, ...more })
}

const open = (io: ConnectorIo) => connector.open(ticket, io)

describe('starting', () => {
  test('a ref is the name of a credential, and needs no request', async () => {
    const io = site({})
    expect(await connector.resolve('shop', io)).toEqual(ticket)
    expect(io.requests).toEqual([])
  })

  test('the call is sent as it was signed', async () => {
    const io = site({})
    await open(io)
    const [request] = io.requests
    expect(request?.method).toBe('POST')
    expect(request?.url.href).toBe(`https://live-open.biliapi.com${start}`)
    expect(request?.body).toBe('{"call":"start","gameId":""}')
    expect(Object.fromEntries(request?.headers ?? [])).toEqual({
      accept: 'application/json',
      'content-type': 'application/json',
      authorization: 'signed',
    })
  })

  test('the first packet is the received body, character for character', async () => {
    const { first, urls } = await open(site({}))
    const packet = Buffer.from(first[0]!)
    expect(packet.readUInt32BE(8)).toBe(7)
    expect(packet.subarray(16).toString()).toBe(
      '{"roomid":5440,"protover":2,"uid":1081499745,"key":"FIXTURE-KEY","group":"open"}',
    )
    expect(urls[0]).toBe('wss://tx-sh-live-comet-03.chat.bilibili.com:443/sub')
    expect(urls).toHaveLength(3)
  })

  test('a credential that does not exist is named, and nothing is sent', async () => {
    const io = site({})
    const failure = connector.open({ facts: { credential: 'other' } }, io)
    await expect(failure).rejects.toThrow('no credential of the open platform is called "other"')
    await expect(open(site({}, { sign: undefined }))).rejects.toThrow(Forbidden)
    expect(io.requests).toEqual([])
  })

  test('links without encrypted sockets are left out; without any there is no connection', async () => {
    const linked = (wss_link: unknown, endpoints = {}): FakeIo => {
      const data = { websocket_info: { auth_body: '{}', wss_link } }
      return site({ [start]: [{ code: 0, data }] }, { endpoints })
    }
    const links = [
      'ws://a.bilibili.com/sub',
      'https://a.bilibili.com/',
      'wss:',
      7,
      'wss://127.0.0.1:6379/',
      'wss://bilibili.com@b.example/sub',
      'wss://b.bilibili.com/sub',
    ]
    expect((await open(linked(links))).urls).toEqual(['wss://b.bilibili.com/sub'])
    await expect(open(linked([]))).rejects.toThrow('named no socket')
    const plain = await open(linked(links, { api: 'http://127.0.0.1:1' }))
    expect(plain.urls).toEqual([
      'ws://a.bilibili.com/sub',
      'wss://127.0.0.1:6379/', // the host of the test interface
      'wss://b.bilibili.com/sub',
    ])
  })

  test.each([
    [4000, 'Forbidden', undefined],
    [4002, 'Forbidden', undefined],
    [4003, 'Refused', undefined],
    [4004, 'Refused', undefined],
    [4009, 'RiskControl', undefined],
    [4012, 'Refused', undefined],
    [5000, 'Refused', undefined],
    [5004, 'Forbidden', undefined],
    [7001, 'Refused', 10_000],
    [7002, 'Refused', 10_000],
    [7003, 'Refused', undefined],
    [7007, 'Forbidden', undefined],
    [7010, 'Forbidden', undefined],
    [8002, 'Forbidden', undefined],
    [9999, 'Refused', undefined],
  ])('code %i is %s', async (code, name, retryAfterMs) => {
    const io = site({ [start]: [{ ...answer('error.4002'), code }] })
    const failure: unknown = await open(io).catch((cause: unknown) => cause)
    expect(failure).toMatchObject({ name, retryAfterMs })
    expect(String(failure)).toContain(`(${code})`)
  })

  test.each(['4002', '4003', '4004', '4012', '7001', '7002', '7003', '7007', '7010', '8002'])(
    'the answer to error %s is understood',
    async (code) => {
      const io = site({ [start]: [answer(`error.${code}`)] })
      await expect(open(io)).rejects.toThrow(`(${code})`)
    },
  )
})

describe('storing a game', () => {
  test('its heartbeat names the game every 20 s', async () => {
    const { keepAlive } = await open(site({}))
    expect(keepAlive?.everyMs).toBe(18_000) // plus up to 2 s of waiting for others
    const io = site({})
    await keepAlive?.send(io)
    expect(io.requests[0]?.url.pathname).toBe(heartbeat)
    expect(io.requests[0]?.body).toBe(`{"call":"heartbeat","gameId":"${gameId}"}`)
  })

  test('one call serves many games of one account, and each gets its own end', async () => {
    const batch = '/v2/app/batchHeartbeat'
    const clock = createFakeClock(0)
    const io = site(
      { [batch]: [answer('batchHeartbeat.partial')] },
      { joinBatch: createBatcher(clock) },
    )
    const keep = async (id: string): Promise<void> => {
      const { data } = answer('start.ok') as { data: object }
      const started = { code: 0, data: { ...data, game_info: { game_id: id } } }
      const { keepAlive } = await open(site({ [start]: [started] }))
      return keepAlive?.send(io)
    }
    const both = Promise.allSettled([keep('well'), keep(gameId)])
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate)
    clock.advance(2_000)
    expect(await both).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { name: 'Refused' } },
    ])
    expect(io.requests.map(({ url }) => url.pathname)).toEqual([batch])
    expect(JSON.parse(io.requests[0]?.body ?? '')).toEqual({
      call: 'batchHeartbeat',
      gameId: `well,${gameId}`,
    })
  })

  test.each([7000, 7003])('code %i makes the connection void', async (code) => {
    const { keepAlive } = await open(site({}))
    const io = site({ [heartbeat]: [{ code }] })
    await expect(keepAlive?.send(io)).rejects.toMatchObject({ name: 'Refused' })
  })

  test.each([4003, 4009, 5001])('code %i costs one heartbeat, not the socket', async (code) => {
    const { keepAlive } = await open(site({}))
    const io = site({ [heartbeat]: [{ code }] })
    await expect(keepAlive?.send(io)).rejects.toMatchObject({ name: 'Error' })
  })

  test('an app without games has no heartbeat and no end', async () => {
    const { data } = answer('start.ok') as { data: object }
    const io = site({ [start]: [{ code: 0, data: { ...data, game_info: { game_id: '' } } }] })
    const connection = await open(io)
    expect(connection).not.toHaveProperty('keepAlive')
    expect(connection).not.toHaveProperty('end')
    expect(connection.heartbeat).toMatchObject({ everyMs: 30_000, atOnce: true })
  })
})

describe('ending a game', () => {
  test('the platform receives its id', async () => {
    const connection = await open(site({}))
    const io = site({})
    await connection.end?.(io)
    expect(io.requests[0]?.url.pathname).toBe(end)
    expect(io.requests[0]?.body).toBe(`{"call":"end","gameId":"${gameId}"}`)
  })

  test.each([7000, 7003])('code %i counts as an end', async (code) => {
    const connection = await open(site({}))
    await expect(connection.end?.(site({ [end]: [{ code }] }))).resolves.toBeUndefined()
  })

  test('any other code does not', async () => {
    const connection = await open(site({}))
    await expect(connection.end?.(site({ [end]: [{ code: 5000 }] }))).rejects.toThrow('(5000)')
  })
})
