import { describe, expect, test } from 'vitest'
import { RiskControl, RoomNotFound, RoomOffline } from '../../errors.ts'
import { failureOf } from '../../../upstream/machine/failure.ts'
import { connector } from './connector.ts'
import { live, fixture, noRoom, shell, page, world, guest, enter } from './site.fake.ts'

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
