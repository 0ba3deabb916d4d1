import { describe, expect, test } from 'vitest'
import { type RoomHandle } from '../../connector.ts'
import { Forbidden, RiskControl, RoomOffline } from '../../errors.ts'
import { connector } from './connector.ts'
import { live, ended, noRoom, shell, page, world, guest, enter } from './site.fake.ts'

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
