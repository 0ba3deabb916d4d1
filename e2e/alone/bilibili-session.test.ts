import { describe, expect, test } from 'vitest'
import type { Draft } from '../../proto/feed/index.ts'
import { bilibili } from '../../server/platform/bilibili/index.ts'
import { capturedFrame } from '../fake/bilibili/client.ts'
import { type FakeBilibili, startFakeBilibili } from '../fake/bilibili/index.ts'
import {
  chatIds,
  type Listener,
  openings,
  pacedPatience,
  sources,
  startListener,
  states,
} from '../fake/bilibili/listener.ts'
import { makeTruth, type Truth } from '../fake/bilibili/truth.ts'
import { closedLater } from '../kit/closed-later.ts'

const giftIds = (drafts: readonly Draft[]) =>
  drafts.flatMap((one) => (one.type === 'gift' && one.count > 0 ? [one.id] : []))

const feedIds = ({ chatIds: ids }: Truth): readonly string[] => ids.map((id) => `bilibili:${id}`)

describe('a web session', () => {
  async function startWeb(): Promise<FakeBilibili> {
    return closedLater(await startFakeBilibili({ patience: pacedPatience }))
  }

  function listen({ endpoints }: FakeBilibili, ref = '5440'): Listener {
    return closedLater(startListener({ platform: bilibili, ref, endpoints }))
  }

  /** Sends new messages, and waits until they were received. */
  async function hear(fake: FakeBilibili, listener: Listener, seed: number): Promise<Truth> {
    const truth = makeTruth(9, seed)
    fake.comet.say(truth.messages, 4)
    await listener.until((drafts) => chatIds(drafts).length >= truth.chatIds.length * seed)
    return truth
  }

  test('S3-2 receives all of a room it knows by its short number, once and in order', async () => {
    const fake = await startWeb()
    const listener = listen(fake, '1')
    await listener.until((drafts) => openings(drafts) === 1)
    const truth = makeTruth(300)
    fake.comet.say(truth.messages, 7)
    await listener.until((drafts) => giftIds(drafts).length === truth.giftIds.length)
    expect(chatIds(listener.drafts)).toEqual(feedIds(truth))
    expect(giftIds(listener.drafts)).toEqual(truth.giftIds.map((id) => `bilibili:gift-${id}`))
    const gifts = listener.drafts.flatMap((one) => (one.type === 'gift' ? [one] : []))
    expect(gifts.reduce((sum, { count }) => sum + count, 0)).toBe(truth.items)
    expect(gifts.reduce((sum, { value }) => sum + (value?.amount ?? 0), 0)).toBe(truth.gold)
    expect(fake.ledger.refusals).toEqual([])
    expect(listener.drafts.slice(0, 3)).toMatchObject([
      { type: 'source', state: 'connecting' },
      { type: 'room', state: 'live', title: '测试直播间' },
      { type: 'source', state: 'open', limits: ['masked', 'sampled', 'login-needed'] },
    ])
  })

  test('S3-5 S3-6 S3-8 keeps the socket open by heartbeats, the first of them at once', async () => {
    const fake = await startWeb()
    fake.room.liveStatus = 0 // a live room with so long a silence would be a fault
    const listener = listen(fake)
    await listener.until((drafts) => openings(drafts) === 1)
    const openedAt = Date.now()
    await fake.ledger.until('heartbeat', 1)
    expect(Date.now() - openedAt).toBeLessThan(pacedPatience.heartbeatMs) // without waiting for the interval
    await fake.ledger.until('heartbeat', 4) // later than the fake's timeout
    expect(Date.now() - openedAt).toBeGreaterThan(pacedPatience.heartbeatMs)
    expect(fake.ledger.times('socket')).toBe(1)
    expect(fake.ledger.refusals).toEqual([])
  })

  test('receives captured frames like live ones, and garbage has no effect', async () => {
    const fake = await startWeb()
    const listener = listen(fake)
    await listener.until((drafts) => openings(drafts) === 1)
    fake.comet.sendFrame(Buffer.from('garbage that is no packet at all'))
    fake.comet.sendFrame(capturedFrame('malformed-brotli-garbage'))
    fake.comet.sendFrame(capturedFrame('danmu-x50-brotli'))
    await listener.until((drafts) => chatIds(drafts).length === 50)
    await hear(fake, listener, 1)
    expect(fake.ledger.times('socket')).toBe(1)
  })

  test('S3-1 uses the second host where the first refuses', async () => {
    const fake = await startWeb()
    fake.comet.shutHosts([0])
    const listener = listen(fake)
    await hearsAgain(listener, 1)
    expect(fake.ledger.times('dial')).toBe(2)
    expect(fake.ledger.times('socket')).toBe(1)
    await hear(fake, listener, 1)
  })

  const hearsAgain = (listener: Listener, times: number): Promise<void> =>
    listener.until((drafts) => openings(drafts) === times)

  test.each(['fin', 'rst', 1000, 1012] as const)(
    'S3-9 reconnects once after %s, with the same token, and receives further messages',
    async (how) => {
      const fake = await startWeb()
      const listener = listen(fake)
      await hearsAgain(listener, 1)
      const before = await hear(fake, listener, 1)
      if (how === 'fin' || how === 'rst') fake.comet.drop(how)
      else fake.comet.hangUp(how)
      await hearsAgain(listener, 2)
      const after = await hear(fake, listener, 2)
      expect(chatIds(listener.drafts)).toEqual([...feedIds(before), ...feedIds(after)])
      expect(fake.ledger.times('socket')).toBe(2)
      expect(fake.ledger.times('/xlive/web-room/v1/index/getDanmuInfo')).toBe(1)
      expect(fake.ledger.refusals).toEqual([])
    },
  )

  test('detects a half-open socket, reports it, and continues over another', async () => {
    const fake = await startWeb()
    const listener = listen(fake)
    await hearsAgain(listener, 1)
    fake.comet.freeze()
    await hearsAgain(listener, 2)
    expect(states(listener.drafts)).toEqual(['connecting', 'open', 'stalled', 'open'])
    await hear(fake, listener, 1)
  })

  test('counts silence with heartbeats as a quiet room while it is not live', async () => {
    const fake = await startWeb()
    fake.room.liveStatus = 0
    const listener = listen(fake)
    await hearsAgain(listener, 1)
    fake.comet.stall(true)
    fake.comet.say(makeTruth(3, 9).messages)
    await fake.ledger.until('heartbeat', 4)
    fake.comet.stall(false)
    await hear(fake, listener, 1)
    expect(fake.ledger.times('socket')).toBe(1)
  })

  test('S3-4 fetches a new token when one is refused, and is connected again within a second', async () => {
    const fake = await startWeb()
    fake.comet.refuseGreetings(1, -101)
    const listener = listen(fake)
    await hearsAgain(listener, 1)
    expect(fake.ledger.times('/xlive/web-room/v1/index/getDanmuInfo')).toBe(2)
    expect(sources(listener.drafts)[1]).toMatchObject({
      state: 'connecting',
      reason: expect.stringContaining('-101'),
    })
  })

  test('S3-4 treats an end without an answer as a refusal, too', async () => {
    const fake = await startWeb()
    fake.comet.refuseGreetings(1)
    await hearsAgain(listen(fake), 1)
    expect(fake.ledger.times('/xlive/web-room/v1/index/getDanmuInfo')).toBe(2)
  })

  test.each(['-352', 'no token'] as const)(
    'reports that "%s" blocks it, tries at most twice, and never connects without a token',
    async (mood) => {
      const fake = await startWeb()
      fake.site.mood = mood
      const listener = listen(fake)
      await listener.until((drafts) => states(drafts).includes('blocked'))
      expect(fake.ledger.refusals).toHaveLength(2)
      expect(fake.ledger.times('dial')).toBe(0)
      expect(sources(listener.drafts).at(-1)?.reason).toContain('takes us for a machine')
      fake.site.mood = 'honest'
      await hearsAgain(listener, 1)
    },
  )

  test('reports that the room does not exist', async () => {
    const listener = listen(await startWeb(), '404')
    await listener.until((drafts) => states(drafts).includes('failed'))
    expect(sources(listener.drafts).at(-1)?.reason).toBe('Bilibili has no room 404')
  })

  test('connects to a room that is not live, and receives its start', async () => {
    const fake = await startWeb()
    fake.room.liveStatus = 0
    const listener = listen(fake)
    await hearsAgain(listener, 1)
    fake.comet.say([{ cmd: 'LIVE', live_key: '1', live_time: 1_763_600_000, roomid: 5440 }])
    const rooms = (drafts: readonly Draft[]) =>
      drafts.flatMap((one) => (one.type === 'room' ? [one.state] : []))
    await listener.until((drafts) => rooms(drafts).length === 2)
    expect(rooms(listener.drafts)).toEqual(['offline', 'live'])
  })

  test('connects to the general host if the names of the regional hosts cannot be resolved', async () => {
    const fake = closedLater(
      await startFakeBilibili({ patience: pacedPatience, unresolvable: true }),
    )
    const socketDomains = ['bilibili.invalid']
    const connect = bilibili.connect?.profile?.replace({ date: '2026-11-29', socketDomains })
    const platform = { ...bilibili, ...(connect && { connect }) }
    const listener = closedLater(
      startListener({ platform, ref: '5440', endpoints: fake.endpoints }),
    )
    await hearsAgain(listener, 1)
    expect(listener.failures.map(({ code }) => code)).toEqual(['host-unknown'])
    await hear(fake, listener, 1)
    fake.comet.drop('fin')
    await hearsAgain(listener, 2)
    expect(fake.ledger.times('dial')).toBe(2)
  })

  test.each([
    ['no device', 'SESSDATA=scanned'],
    ['the first half of a device', undefined],
  ])('receives as an account whose cookie has %s', async (_, text) => {
    const fake = await startWeb()
    fake.site.accounts.set('scanned', 777)
    const spi = await fetch(`${fake.endpoints.api}/x/frontend/finger/spi`, {
      headers: { 'user-agent': 'Mozilla/5.0' },
    })
    const { data } = (await spi.json()) as { data: { b_3: string } }
    const cookie = text ?? `SESSDATA=scanned; buvid3=${data.b_3}`
    const { endpoints } = fake
    const listener = closedLater(
      startListener({ platform: bilibili, ref: '5440', endpoints, cookie }),
    )
    await hearsAgain(listener, 1)
    expect(sources(listener.drafts).at(-1)).toMatchObject({ state: 'open', login: 'account' })
    expect(fake.ledger.refusals).toEqual([])
  })

  test('closes the connection in order, and does not reconnect', async () => {
    const fake = await startWeb()
    const listener = listen(fake)
    await hearsAgain(listener, 1)
    await listener.close()
    await fake.ledger.until('goodbye', 1)
    expect(fake.ledger.times('dial')).toBe(1)
    expect(states(listener.drafts).at(-1)).toBe('ended')
  })
})
