import { describe, expect, test } from 'vitest'
import { RiskControl, RoomNotFound } from '../../errors.ts'
import { connector } from './connector.ts'
import { answer, spi, getInfo, buvid, buvid4, ticket, site, pathsOf, status } from './site.fake.ts'

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
