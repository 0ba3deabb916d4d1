import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../lib/random.ts'
import { type ConnectorIo, type RoomHandle } from '../../connector.ts'
import { Forbidden, RiskControl, RoomNotFound, RoomOffline } from '../../errors.ts'
import { failureOf } from '../../../upstream/machine/failure.ts'
import { connector } from './connector.ts'

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../fixture/http', name), 'utf8')
const live = fixture('room-page.html')
const ended = fixture('room-page-ended.html')
const noRoom = fixture('room-page-no-room.html')
const shell = fixture('room-page-shell.html')

interface Asked {
  readonly url: URL
  readonly headers: Headers
  readonly redirect: string | undefined
}

type Answer = (asked: Asked) => Response

const page = (body: string, cookies: readonly string[] = [], status = 200): Response =>
  new Response(body, {
    status,
    headers: cookies.map((line): [string, string] => ['set-cookie', line]),
  })

/**
 * Creates a site with answers by path; each path uses its answers in order, and repeats the last
 * one.
 */
function world(answers: Readonly<Record<string, readonly Answer[]>>) {
  const asked: Asked[] = []
  let now = 1_763_650_000_000
  const io: ConnectorIo = {
    fetch: async (address, init) => {
      const url = new URL(address)
      const request = { url, headers: new Headers(init?.headers), redirect: init?.redirect }
      const list = answers[url.host === 'live.douyin.com' ? url.pathname : url.host] ?? []
      const turn = asked.filter((other) => keyOf(other.url) === keyOf(url)).length
      asked.push(request)
      const answer = list[Math.min(turn, list.length - 1)]
      if (!answer) throw new TypeError(`no answer for ${address}`)
      return answer(request)
    },
    now: () => now,
    random: seededRandom(1),
    endpoints: {},
    sign: async (purpose, query) => ({ signature: `${purpose}/${query['room_id']}+` }),
    signal: new AbortController().signal,
  }
  const pass = (ms: number): void => void (now += ms)
  return { io, asked, pass, paths: () => asked.map(({ url }) => keyOf(url)) }
}

const keyOf = (url: URL): string => `${url.host}${url.pathname}`

const guest: Answer = () => page('', ['ttwid=1%7Cguest; Path=/; HttpOnly', 'other=1'])
const enter = '/webcast/room/web/enter/'

describe('resolve', () => {
  test('S0-42: uses a guest cookie, and finds the room on its page', async () => {
    const { io, asked, paths } = world({ '/': [guest], '/100000000001': [() => page(live)] })
    const ticket = await connector.resolve('100000000001', io)
    expect(ticket).toMatchObject({
      facts: { roomId: '7599999999999999001', visitorId: '7599888877776666555' },
      live: { state: 'live', title: '$5 测试直播间 "引号" \\ 反斜杠 <b>' },
    })
    expect(paths()).toEqual(['live.douyin.com/', 'live.douyin.com/100000000001'])
    expect(asked[1]?.headers.get('cookie')).toMatch(/^ttwid=1%7Cguest; __ac_nonce=[0-9a-f]{21}$/)
    expect(asked.every(({ redirect }) => redirect === 'manual')).toBe(true)
    expect(asked.every(({ headers }) => headers.get('user-agent')?.includes('Chrome/'))).toBe(true)
  })

  test('uses the cookie of the page if the front page has none', async () => {
    const { io } = world({
      '/': [() => page('')],
      '/1': [() => page(live, ['ttwid=ofpage'])],
    })
    expect((await connector.resolve('1', io)).facts['ttwid']).toBe('ofpage')
  })

  test('S1-22: without any cookie it is risk control, not a crash', async () => {
    const { io } = world({ '/': [() => page('')], '/1': [() => page(live)] })
    await expect(connector.resolve('1', io)).rejects.toThrow(RiskControl)
  })

  test('S1-20: repeats the request once with the nonce of an empty page', async () => {
    const nonce = ['__ac_nonce=0123456789abcdef01234; Path=/']
    const { io, asked, paths } = world({
      '/': [guest],
      '/1': [() => page(shell, nonce), () => page(live)],
    })
    expect((await connector.resolve('1', io)).live?.state).toBe('live')
    expect(paths()).toHaveLength(3)
    expect(asked[2]?.headers.get('cookie')).toBe(
      'ttwid=1%7Cguest; __ac_nonce=0123456789abcdef01234',
    )
  })

  test.each([
    ['web-enter.json', '7696269120665856763', 'live'],
    ['web-enter-ended.json', '7599999999999999002', 'offline'],
  ])('requests the API if the page has no data: %s', async (name, roomId, state) => {
    const { io, asked } = world({
      '/': [guest],
      '/1': [() => page(shell)],
      [enter]: [() => page(fixture(name))],
    })
    const ticket = await connector.resolve('1', io)
    expect(ticket).toMatchObject({ facts: { roomId }, live: { state } })
    expect(ticket.facts['visitorId']).toMatch(/^7[3-9]\d{17}$/)
    expect(asked[2]?.url.searchParams.get('web_rid')).toBe('1')
    expect(asked[2]?.url.searchParams.has('a_bogus')).toBe(false)
  })

  test.each(['', '{"status_code":10011}'])(
    'a page and an API without data (%j) are risk control, neither offline nor missing',
    async (body) => {
      const { io } = world({
        '/': [guest],
        '/1': [() => page(shell)],
        [enter]: [() => page(body)],
      })
      await expect(connector.resolve('1', io)).rejects.toThrow(RiskControl)
    },
  )

  test('an API that no longer exists proves nothing', async () => {
    const { io } = world({
      '/': [guest],
      '/1': [() => page(shell)],
      [enter]: [() => page('', [], 404)],
    })
    await expect(connector.resolve('1', io)).rejects.toThrow(RiskControl)
  })

  test.each([403, 444, 302])('status %i proves nothing', async (status) => {
    const { io } = world({
      '/': [guest],
      '/1': [() => page('', [], status)],
      [enter]: [() => page('', [], status)],
    })
    await expect(connector.resolve('1', io)).rejects.toThrow(RiskControl)
  })

  test.each([404, 410])('status %i means that there is no such room', async (status) => {
    const { io } = world({ '/': [guest], '/1': [() => page('', [], status)] })
    await expect(connector.resolve('1', io)).rejects.toThrow(RoomNotFound)
  })

  test('a site out of order is no answer', async () => {
    const { io } = world({ '/': [() => page('', [], 502)] })
    await expect(connector.resolve('1', io)).rejects.toThrow("Douyin's site answered 502")
  })

  test.each([429, 444])('reports the delay that the site requests: %i', async (status) => {
    const busy = (): Response => new Response('', { status, headers: { 'retry-after': '7' } })
    const refusal = { name: 'RiskControl', retryAfterMs: 7000, code: 'slow-down' }
    for (const site of [
      { '/': [busy] },
      { '/': [guest], '/1': [busy] },
      { '/': [guest], '/1': [() => page(shell)], [enter]: [busy] },
    ]) {
      await expect(connector.resolve('1', world(site).io)).rejects.toMatchObject(refusal)
    }
  })

  test('444 without a delay is a refusal, too, and no fault', async () => {
    const { io } = world({ '/': [() => page('', [], 444)] })
    const failure = await connector.resolve('1', io).catch((cause: unknown) => failureOf(cause))
    expect(failure).toMatchObject({ kind: 'risk-control', reason: expect.stringContaining('444') })
  })

  test('the number of a broadcast is distinguished from a missing room', async () => {
    const answer = JSON.stringify({ status_code: 4001038, data: { message: 'web_rid' } })
    const { io } = world({ '/': [guest], '/1': [() => page(shell)], [enter]: [() => page(answer)] })
    await expect(connector.resolve('1', io)).rejects.toMatchObject({
      name: 'RoomNotFound',
      message: expect.stringContaining('the number of one broadcast'),
    })
  })

  test('an account without a room is offline', async () => {
    const { io } = world({ '/': [guest], '/1': [() => page(noRoom)] })
    const ticket = await connector.resolve('1', io)
    expect(ticket.live).toEqual({ state: 'offline' })
    await expect(connector.open(ticket, io)).rejects.toThrow(RoomOffline)
  })

  test('S0-43: makes no request for a text that is no room', async () => {
    const { io, asked } = world({})
    const ref = 'http://127.0.0.1/?https://live.douyin.com/'
    await expect(connector.resolve(ref, io)).rejects.toThrow(RoomNotFound)
    expect(asked).toEqual([])
  })
})

describe('a short link', () => {
  const to = (location: string) => () => new Response('', { status: 302, headers: { location } })
  const rest = { '/': [guest], '/100000000001': [() => page(live)] }

  test('S0-44: leads to the same room as its id and its address', async () => {
    const { io } = world({
      ...rest,
      'v.douyin.com': [to('https://live.douyin.com/100000000001?a=1')],
    })
    const forms = [
      '100000000001',
      'https://live.douyin.com/100000000001?x=1',
      'https://v.douyin.com/iRN/',
    ]
    for (const form of forms) {
      const { facts } = await connector.resolve(form, io)
      expect(facts).toMatchObject({ webRid: '100000000001', roomId: '7599999999999999001' })
    }
  })

  test('S0-44: of the app is looked up by its broadcast', async () => {
    const info = JSON.stringify({ data: { room: { owner: { web_rid: '100000000001' } } } })
    const { io, asked } = world({
      ...rest,
      'v.douyin.com': [to('https://www.iesdouyin.com/share/1')],
      'www.iesdouyin.com': [
        to('https://webcast.amemv.com/douyin/webcast/reflow/7599999999999999001?sec_user_id=MS4'),
      ],
      'webcast.amemv.com': [() => page(info)],
    })
    const { facts } = await connector.resolve('https://v.douyin.com/iRN/', io)
    expect(facts['webRid']).toBe('100000000001')
    const { searchParams } = asked[2]!.url
    expect(searchParams.get('room_id')).toBe('7599999999999999001')
    expect(searchParams.get('sec_user_id')).toBe('MS4')
    expect(asked.every(({ redirect }) => redirect === 'manual')).toBe(true)
  })

  test.each([
    'http://127.0.0.1/',
    'http://169.254.169.254/latest/meta-data',
    'https://evil.example/?https://live.douyin.com/1',
    'https://live.douyin.com.evil.example/1',
    'http://v.douyin.com/plain',
    'https://v.douyin.com:444/other',
    'file:///etc/passwd',
    'https://[',
  ])('S0-44: to %s is not followed', async (location) => {
    const { io, paths } = world({ ...rest, 'v.douyin.com': [to(location)] })
    await expect(connector.resolve('https://v.douyin.com/iRN/', io)).rejects.toThrow(RoomNotFound)
    expect(paths()).toEqual(['v.douyin.com/iRN/'])
  })

  test('in a circle is given up after a few redirects', async () => {
    const { io, paths } = world({ 'v.douyin.com': [to('https://v.douyin.com/iRN/')] })
    await expect(connector.resolve('https://v.douyin.com/iRN/', io)).rejects.toThrow(RoomNotFound)
    expect(paths().length).toBeLessThan(6)
  })

  test("without a room in Douyin's answer is risk control", async () => {
    const { io } = world({
      'v.douyin.com': [to('https://webcast.amemv.com/webcast/reflow/1')],
      'webcast.amemv.com': [() => page('')],
    })
    await expect(connector.resolve('https://v.douyin.com/iRN/', io)).rejects.toThrow(RiskControl)
  })
})

describe('open', () => {
  const answers = { '/': [guest], '/1': [() => page(live)] }
  const setup = async (more: Parameters<typeof world>[0] = {}) => {
    const outside = world({ ...answers, ...more })
    return { ...outside, ticket: await connector.resolve('1', outside.io) }
  }
  const resume = {
    cursor: 't-1_r-2_d-1_u-1',
    detail: 'internal_src:pushserver|wss_push_room_id:7599999999999999001|x:1',
  }

  test('S0-4: gives the same signed address at three hosts', async () => {
    const { io, ticket } = await setup()
    const { urls } = await connector.open(ticket, io)
    expect(urls.map((url) => new URL(url).host)).toEqual([
      'webcast100-ws-web-lq.douyin.com',
      'webcast100-ws-web-hl.douyin.com',
      'webcast100-ws-web-lf.douyin.com',
    ])
    expect(new Set(urls.map((url) => new URL(url).search)).size).toBe(1)
    const { pathname, searchParams } = new URL(urls[0])
    expect(pathname).toBe('/webcast/im/push/v2/')
    expect([...searchParams.keys()].at(-1)).toBe('signature')
    expect(searchParams.get('signature')).toBe('douyin/7599999999999999001+')
    expect(searchParams.get('user_unique_id')).toBe('7599888877776666555')
  })

  test('sends cookie, agent and origin, and declares that gifts may be missing', async () => {
    const { io, ticket } = await setup()
    expect(await connector.open(ticket, io)).toMatchObject({
      headers: {
        cookie: 'ttwid=1%7Cguest',
        origin: 'https://live.douyin.com',
        'user-agent': expect.stringContaining('Mozilla/5.0'),
      },
      reusable: false,
      limits: ['login-needed'],
      heartbeat: { bytes: new Uint8Array(Buffer.from('3a026862', 'hex')), everyMs: 10_000 },
    })
  })

  test('percent-encodes the signature: some gateways read a plus as a blank', async () => {
    const { io, ticket } = await setup()
    const { urls } = await connector.open(ticket, io)
    expect(urls[0]).toMatch(/&signature=douyin%2F7599999999999999001%2B$/)
  })

  test.each([
    ['auto', '3a026862', undefined],
    ['web', '3a026862', { transport: 'web' }],
    ['bytelink', '188f4e2001320270623a026862', { transport: 'bytelink' }],
  ])('the transport %s of the profile', async (transport, heartbeat, roomContext) => {
    const { io, ticket } = await setup()
    const profiled = connector.profile?.replace({ date: '2026-11-29', transport })
    const connection = await profiled!.open(ticket, io)
    expect(Buffer.from(connection.heartbeat!.bytes).toString('hex')).toBe(heartbeat)
    expect(connection.roomContext).toEqual(roomContext)
  })

  test('makes no request right after the room was found', async () => {
    const { io, ticket, paths } = await setup()
    const before = paths().length
    await connector.open(ticket, io)
    expect(paths()).toHaveLength(before)
  })

  test('S0-42: reconnects later as a new guest, but as the same visitor', async () => {
    let guests = 0
    const { io, ticket, pass } = await setup({ '/': [() => page('', [`ttwid=guest${++guests}`])] })
    pass(60_000)
    const { headers, urls } = await connector.open(ticket, io, resume)
    expect(headers['cookie']).toBe('ttwid=guest2')
    expect(new URL(urls[0]).searchParams.get('user_unique_id')).toBe(ticket.facts['visitorId'])
  })

  test('S1-10: continues where the last connection stopped', async () => {
    const { io, ticket } = await setup()
    const { searchParams } = new URL((await connector.open(ticket, io, resume)).urls[0])
    expect(searchParams.get('cursor')).toBe(resume.cursor)
    expect(searchParams.get('internal_ext')).toBe(resume.detail)
  })

  test('follows the room into its next broadcast, without the old cursor', async () => {
    const next = live.replaceAll('7599999999999999001', '7599999999999999777')
    const { io, ticket, pass } = await setup({ '/1': [() => page(live), () => page(next)] })
    pass(60_000)
    const { searchParams } = new URL((await connector.open(ticket, io, resume)).urls[0])
    expect(searchParams.get('room_id')).toBe('7599999999999999777')
    expect(searchParams.get('cursor')).not.toBe(resume.cursor)
    expect(searchParams.get('internal_ext')).toContain('wss_push_room_id:7599999999999999777')
  })

  test('reports that the broadcast has ended meanwhile', async () => {
    const { io, ticket, pass } = await setup({ '/1': [() => page(live), () => page(ended)] })
    pass(60_000)
    await expect(connector.open(ticket, io)).rejects.toThrow(RoomOffline)
  })

  test('without a signer is forbidden until there is one', async () => {
    const { io, ticket } = await setup()
    const { sign: _, ...unsigned } = io
    await expect(connector.open(ticket, unsigned)).rejects.toThrow(Forbidden)
  })

  test('a signer without a result is no answer', async () => {
    const { io, ticket } = await setup()
    const empty = { ...io, sign: async () => ({}) }
    await expect(connector.open(ticket, empty)).rejects.toThrow('no signature')
  })

  test('uses the addresses in the endpoints', async () => {
    const { io, ticket } = await setup()
    const { urls } = await connector.open(ticket, {
      ...io,
      endpoints: { push: 'ws://127.0.0.1:9' },
    })
    expect(urls).toHaveLength(1)
    expect(urls[0]).toMatch(/^ws:\/\/127\.0\.0\.1:9\/webcast\/im\/push\/v2\/\?app_name=/)
  })

  test('refuses a ticket of another platform', async () => {
    const { io } = await setup()
    await expect(connector.open({ facts: {} }, io)).rejects.toThrow(TypeError)
  })
})

describe('poll', () => {
  const ticket: RoomHandle = {
    facts: { webRid: '1', visitorId: '7', ttwid: 'known', visitedAt: '0' },
  }

  test.each([
    [live, 'live'],
    [ended, 'offline'],
    [noRoom, 'offline'],
  ])('S0-13: returns the live state, with one request and the same cookie', async (body, state) => {
    const { io, asked, paths } = world({ '/1': [() => page(body)] })
    expect((await connector.poll!(ticket, io)).state).toBe(state)
    expect(paths()).toEqual(['live.douyin.com/1'])
    expect(asked[0]?.headers.get('cookie')).toMatch(/^ttwid=known;/)
  })

  test('S0-42: an expired cookie does not mean that the room is hidden', async () => {
    const { io, paths } = world({
      '/': [() => page('', ['ttwid=fresh'])],
      '/1': [() => page(shell), () => page(live)],
      [enter]: [() => page('')],
    })
    expect((await connector.poll!(ticket, io)).state).toBe('live')
    expect(paths()).toEqual([
      'live.douyin.com/1',
      `live.douyin.com${enter}`,
      'live.douyin.com/',
      'live.douyin.com/1',
    ])
  })

  test('a verification page is no answer', async () => {
    const { io } = world({
      '/': [() => page('', ['ttwid=fresh'])],
      '/1': [() => page(shell)],
      [enter]: [() => page('')],
    })
    await expect(connector.poll!(ticket, io)).rejects.toThrow(RiskControl)
  })
})
