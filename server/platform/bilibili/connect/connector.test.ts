import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Sign } from '../../connector.ts'
import { Forbidden, Refused, RiskControl, RoomNotFound } from '../../errors.ts'
import { connector } from './connector.ts'
import { createFakeIo, type FakeAnswer, type FakeIo } from './io.fake.ts'

const folder = join(import.meta.dirname, '../fixture/http')
const answer = (name: string): object =>
  JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as object

const spi = '/x/frontend/finger/spi'
const nav = '/x/web-interface/nav'
const getInfo = '/room/v1/Room/get_info'
const getDanmuInfo = '/xlive/web-room/v1/index/getDanmuInfo'

const buvid = '00000000-0000-0000-0000-00000000000012345infoc'
const buvid4 = '00000000-0000-0000-0000-00000000000012345-025010100-FIXTURE'
const ticket = { facts: { roomId: '5440', buvid: 'kept-since-resolve' } }

const asked: (readonly [string, Readonly<Record<string, string>>])[] = []
const sign: Sign = async (purpose, fields) => {
  asked.push([purpose, fields])
  return { w_rid: 'signed' }
}
beforeEach(() => {
  asked.length = 0
})

function site(answers: Readonly<Record<string, readonly FakeAnswer[]>>, more = {}): FakeIo {
  const usual = {
    [spi]: [answer('spi.ok')],
    [nav]: [answer('nav.guest')],
    [getInfo]: [answer('get_info.short')],
    [getDanmuInfo]: [answer('getDanmuInfo.ok')],
  }
  return createFakeIo({ ...usual, ...answers }, { sign, ...more })
}

const pathsOf = ({ requests }: FakeIo): string[] => requests.map(({ url }) => url.pathname)
const status =
  (code: number, headers = {}) =>
  (): Response =>
    new Response('<html></html>', { status: code, headers })

describe('S0-44 a short link', () => {
  const link = 'https://b23.tv/AbCdEf1'
  const to = (location: string) => (): Response =>
    new Response('<a>Found</a>', { status: 302, headers: { location } })

  test('is the room it leads to, over pages of the site alone', async () => {
    const io = site({
      '/AbCdEf1': [to('https://www.bilibili.com/share/1')],
      '/share/1': [to('http://live.bilibili.com/1?share_source=copy_web')],
    })
    expect(await connector.resolve(link, io)).toMatchObject({ facts: { roomId: '5440' } })
    expect(await connector.refOf?.(`看直播 ${link} !`, io)).toBe('1')
    expect(io.requests[0]?.headers.get('cookie')).toBeNull()
  })

  test.each([
    ['https://www.bilibili.com/video/BV1xx411c7mD', 'a video or post'],
    ['https://space.bilibili.com/1', 'a profile'],
    ['https://b23.tv.example/AbCdEf1', 'leads away'],
    ['https://live.bilibili.com@127.0.0.1/6', 'leads away'],
    ['http://127.0.0.1/?u=https://live.bilibili.com/6', 'leads away'],
    ['https://b23.tv:8443/x', 'leads away'],
    ['http://b23.tv/x', 'leads away'],
    ['https://[', 'leads nowhere'],
  ])('that leads to %s causes one request, to itself', async (location, words) => {
    const io = site({ '/AbCdEf1': [to(location)] })
    await expect(connector.resolve(link, io)).rejects.toThrow(RoomNotFound)
    await expect(connector.resolve(link, io)).rejects.toThrow(words)
    expect(new Set(pathsOf(io))).toEqual(new Set(['/AbCdEf1']))
  })

  test('in a circle is given up, and one that the site hides is risk control', async () => {
    const circle = site({ '/AbCdEf1': [to(link)] })
    await expect(connector.resolve(link, circle)).rejects.toThrow('from one address to the next')
    expect(circle.requests).toHaveLength(4)
    const hidden = site({ '/AbCdEf1': [status(412)] })
    await expect(connector.resolve(link, hidden)).rejects.toThrow(RiskControl)
    const gone = site({ '/AbCdEf1': [status(404)] })
    await expect(connector.resolve(link, gone)).rejects.toThrow(RoomNotFound)
  })
})

describe('resolving', () => {
  test('S3-2 a short number becomes the real one, with the state of the broadcast', async () => {
    const io = site({})
    expect(await connector.resolve('1', io)).toEqual({
      facts: { roomId: '5440', buvid, buvid4, anchor: '9617619' },
      live: {
        state: 'live',
        title: '测试直播间',
        cover: 'https://i0.hdslb.com/bfs/live/fixture.jpg',
      },
    })
    expect(io.requests[0]?.url.href).toBe(`https://api.live.bilibili.com${getInfo}?room_id=1`)
  })

  test.each([1, 60004, 19002000])('code %i means that there is no such room', async (code) => {
    const io = site({ [getInfo]: [{ ...answer('get_info.not-found'), code }] })
    await expect(connector.resolve('99', io)).rejects.toThrow(RoomNotFound)
  })

  test('a text that is no room number causes no request', async () => {
    const io = site({})
    await expect(connector.resolve('no-number', io)).rejects.toThrow(RoomNotFound)
    expect(io.requests).toEqual([])
  })

  test.each([{ code: -352 }, { code: 0, data: { v_voucher: 'voucher' } }, { code: -412 }])(
    '%o is risk control, not an absent room',
    async (body) => {
      await expect(connector.resolve('1', site({ [getInfo]: [body] }))).rejects.toThrow(RiskControl)
      await expect(connector.resolve('1', site({ [spi]: [body] }))).rejects.toThrow(RiskControl)
    },
  )

  test.each([{}, [], { code: 0 }, { code: 0, data: { room_id: 0 } }, { code: 500, data: null }])(
    '%o proves nothing about a room',
    async (body) => {
      const failure = connector.resolve('1', site({ [getInfo]: [body] }))
      await expect(failure).rejects.not.toThrow(RoomNotFound)
    },
  )
})

describe('polling', () => {
  test.each([
    [0, 'offline'],
    [1, 'live'],
    [2, 'offline'],
    [undefined, 'unknown'],
  ])('live_status %s is %s', async (live_status, state) => {
    const io = site({ [getInfo]: [{ code: 0, data: { room_id: 5440, live_status } }] })
    expect(await connector.poll?.(ticket, io)).toEqual({ state })
    expect(io.requests[0]?.url.search).toBe('?room_id=5440')
  })
})

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
    const io = site({})
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
