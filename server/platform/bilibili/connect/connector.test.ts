import { describe, expect, test } from 'vitest'
import type { Sign } from '../../connector.ts'
import { Forbidden, Refused, RiskControl, RoomNotFound } from '../../errors.ts'
import { connector } from './connector.ts'
import { type FakeIo } from './io.fake.ts'
import {
  answer,
  spi,
  nav,
  getInfo,
  getDanmuInfo,
  buvid,
  buvid4,
  ticket,
  site,
  pathsOf,
  status,
} from './site.fake.ts'

describe('opening', () => {
  test('S3-1 the hosts are tried in the given order, encrypted, at the given port', async () => {
    const { urls } = await connector.open(ticket, site({}))
    expect(urls).toEqual([
      'wss://zj-cn-live-comet.chat.bilibili.com:2245/sub',
      'wss://bd-sz-live-comet-14.chat.bilibili.com:2245/sub',
      'wss://broadcastlv.chat.bilibili.com:2245/sub',
    ])
  })

  test('the host of all rooms is dialed if the names of the others cannot be resolved', async () => {
    const listed = await connector.open(ticket, site({}))
    expect(listed.fallbackUrl).toBe('wss://broadcastlv.chat.bilibili.com:2245/sub')
    expect(listed.urls.at(-1)).toBe(listed.fallbackUrl)
    const host_list = [{ host: 'a.chat.bilibili.com', wss_port: 2245 }]
    const io = site({ [getDanmuInfo]: [{ code: 0, data: { token: 't', host_list } }] })
    const { urls, fallbackUrl } = await connector.open(ticket, io)
    expect(fallbackUrl).toBe('wss://broadcastlv.chat.bilibili.com/sub')
    expect(urls).toEqual(['wss://a.chat.bilibili.com:2245/sub', fallbackUrl])
  })

  test.each([1002002, 19002000])('%i means that there is no such room', async (code) => {
    const io = site({ [getDanmuInfo]: [{ code }] })
    await expect(connector.open(ticket, io)).rejects.toThrow(RoomNotFound)
  })

  test.each([
    ['x-bili-gaia-vvoucher', 'voucher_1', '<html>', 200],
    ['bili-status-code', '-352', '', 200],
    ['bili-status-code', '-352', '{"code":500}', 200],
    ['x-bili-gaia-vvoucher', 'voucher_1', '', 403],
  ])('the header %s: %s means risk control', async (name, value, body, code) => {
    const suspicious = (): Response =>
      new Response(body, { status: code, headers: { [name]: value } })
    const io = site({ [getDanmuInfo]: [suspicious] })
    await expect(connector.open(ticket, io)).rejects.toThrow(RiskControl)
    const lookingUp = site({ [getInfo]: [suspicious] })
    await expect(connector.resolve('1', lookingUp)).rejects.toThrow(RiskControl)
  })

  test('a token that comes with such a header is valid', async () => {
    const headers = { 'x-bili-gaia-vvoucher': 'voucher_1' }
    const io = site({
      [getDanmuInfo]: [() => Response.json(answer('getDanmuInfo.ok'), { headers })],
    })
    expect((await connector.open(ticket, io)).urls).toHaveLength(3)
  })

  test('S3-1 the token is requested with a signature, the device cookie and one User-Agent', async () => {
    const asked: unknown[] = []
    const sign: Sign = async (...request) => {
      asked.push(request)
      return { w_rid: 'signed' }
    }
    const io = site({}, { sign })
    const { headers } = await connector.open(ticket, io)
    const request = io.requests.at(-1)
    expect(request?.url.href).toBe(
      `https://api.live.bilibili.com${getDanmuInfo}?id=5440&type=0&web_location=444.8&wts=1763600000&w_rid=signed`,
    )
    expect(request?.headers.get('cookie')).toBe('buvid3=kept-since-resolve')
    const agents = new Set(io.requests.map((each) => each.headers.get('user-agent')))
    expect([...agents]).toEqual([headers['user-agent']])
    expect(asked).toEqual([
      [
        'bilibili-wbi',
        {
          id: '5440',
          type: '0',
          web_location: '444.8',
          wts: '1763600000',
          imgKey: '7cd084941338484aae1ad9425b84077c',
          subKey: '4932caff0ff746eab6f01bf08b70ac45',
        },
      ],
    ])
  })

  test('S3-3 the first packet has the identity, the room and the token', async () => {
    const { first, authTimeoutMs } = await connector.open(ticket, site({}))
    expect(first).toHaveLength(1)
    const packet = Buffer.from(first[0]!)
    expect(packet.readUInt32BE(0)).toBe(packet.length)
    expect(packet.subarray(4, 16).toString('hex')).toBe('001000010000000700000001')
    expect(JSON.parse(packet.subarray(16).toString())).toEqual({
      uid: 0,
      roomid: 5440,
      protover: 3,
      buvid: 'kept-since-resolve',
      support_ack: true,
      queue_uuid: expect.stringMatching(/^[a-z0-9]{8}$/),
      scene: 'room',
      platform: 'web',
      type: 2,
      key: 'FIXTURE-TOKEN-NOT-REAL',
    })
    expect(authTimeoutMs).toBe(5000)
  })

  test('S3-5 S3-6 heartbeats begin at once and follow every 30 s; silence for longer is a lost socket', async () => {
    const { heartbeat, receiveTimeoutMs } = await connector.open(ticket, site({}))
    expect(heartbeat).toMatchObject({ everyMs: 30_000, atOnce: true })
    const bytes = Buffer.from(heartbeat?.bytes ?? [])
    expect(bytes.toString('hex')).toBe('00000010001000010000000200000001')
    expect(receiveTimeoutMs).toBeGreaterThanOrEqual(35_000)
  })

  test('the anchor of the room is part of the connection, if known', async () => {
    expect((await connector.open(ticket, site({}))).roomContext).toEqual({ room: '5440' })
    const found = await connector.resolve('1', site({}))
    expect((await connector.open(found, site({}))).roomContext).toEqual({
      room: '5440',
      anchor: '9617619',
    })
  })

  test('a guest connection has the limits of guests', async () => {
    const { limits } = await connector.open(ticket, site({}))
    expect(limits).toEqual(['masked', 'sampled', 'login-needed'])
  })

  test.each(['getDanmuInfo.-352', 'getDanmuInfo.-352-voucher', 'getDanmuInfo.voucher-code0'])(
    '%s is tried once more with new keys and a new device, then it is risk control',
    async (name) => {
      const io = site({ [getDanmuInfo]: [answer(name)] })
      await expect(connector.open(ticket, io)).rejects.toThrow(RiskControl)
      expect(pathsOf(io)).toEqual([nav, getDanmuInfo, spi, nav, getDanmuInfo])
    },
  )

  test('the second attempt is bound to the device that made it', async () => {
    const io = site({ [getDanmuInfo]: [answer('getDanmuInfo.-352'), answer('getDanmuInfo.ok')] })
    const { first } = await connector.open(ticket, io)
    expect(io.requests.at(-1)?.headers.get('cookie')).toBe(`buvid3=${buvid}; buvid4=${buvid4}`)
    expect(Buffer.from(first[0]!).toString()).toContain(`"buvid":"${buvid}"`)
  })

  test('hosts without a token are not dialed', async () => {
    const { data } = answer('getDanmuInfo.ok') as { data: object }
    const io = site({ [getDanmuInfo]: [{ code: 0, data: { ...data, token: '' } }] })
    await expect(connector.open(ticket, io)).rejects.toThrow(RiskControl)
  })

  test('invalid hosts are left out; without any there is no connection', async () => {
    const good = { host: 'a.bilibili.com', wss_port: 443 }
    const bad = [
      { host: 'a.bilibili.com/path?', wss_port: 443 },
      { host: 'user@a.bilibili.com', wss_port: 443 },
      { host: 'a.bilibili.com' },
      { wss_port: 443 },
      // Their owner is unknown: the author of the answer could misuse the server to reach them.
      { host: '127.0.0.1', wss_port: 443 },
      { host: 'localhost', wss_port: 443 },
      { host: 'a.example', wss_port: 443 },
      { host: 'notbilibili.com', wss_port: 443 },
      { host: 'bilibili.com.example', wss_port: 443 },
      null,
    ]
    const listing = (host_list: unknown): FakeIo =>
      site({ [getDanmuInfo]: [{ code: 0, data: { token: 't', host_list } }] })
    const { urls } = await connector.open(ticket, listing([...bad, good]))
    expect(urls).toEqual([
      'wss://a.bilibili.com:443/sub',
      'wss://broadcastlv.chat.bilibili.com/sub',
    ])
    for (const none of [bad, [], null]) {
      await expect(connector.open(ticket, listing(none))).rejects.toThrow('named no host')
    }
  })

  test('requests under a rate limit are not repeated, and the requested delay is reported', async () => {
    const io = site({ [getDanmuInfo]: [status(412, { 'retry-after': '90' })] })
    await expect(connector.open(ticket, io)).rejects.toMatchObject({
      name: 'RiskControl',
      retryAfterMs: 90_000,
    })
    expect(pathsOf(io)).toEqual([nav, getDanmuInfo])
  })

  test('a cookie that is refused may be accepted another time', async () => {
    const io = site({ [getDanmuInfo]: [{ code: 65530 }] })
    await expect(connector.open(ticket, io)).rejects.toThrow(Refused)
  })

  test('a server error is no answer', async () => {
    const io = site({ [nav]: [status(502)] })
    await expect(connector.open(ticket, io)).rejects.toThrow('status 502')
  })

  test('without a signer no request is made', async () => {
    const io = site({}, { sign: undefined })
    await expect(connector.open(ticket, io)).rejects.toThrow(Forbidden)
    expect(io.requests).toEqual([])
  })

  test('a test interface without encryption has sockets without encryption', async () => {
    const endpoints = { api: 'http://127.0.0.1:1', live: 'http://127.0.0.1:2' }
    const host_list = ['127.0.0.1', '127.0.0.2'].map((host) => ({ host, ws_port: 3 }))
    const io = site(
      { [getDanmuInfo]: [{ code: 0, data: { token: 't', host_list } }] },
      { endpoints },
    )
    const { urls, fallbackUrl } = await connector.open(ticket, io)
    expect(urls).toEqual(['ws://127.0.0.1:3/sub'])
    expect(fallbackUrl).toBeUndefined()
    expect(io.requests.map(({ url }) => url.port)).toEqual(['1', '2'])
  })

  test('every message for the feed is without addresses and secrets', async () => {
    const io = site({ [getDanmuInfo]: [answer('getDanmuInfo.-352-voucher')] })
    const failure = await connector.open(ticket, io).catch(String)
    expect(failure).not.toMatch(/https?:|voucher_|kept-since-resolve/)
  })
})
