import { describe, expect, test } from 'vitest'
import { bilibiliOpen } from '../../server/platform/bilibili-open/index.ts'
import { type FakeBilibiliOpen, startFakeBilibiliOpen } from '../fake/bilibili-open/index.ts'
import {
  chatIds,
  type Listener,
  openings,
  pace,
  pacedPatience,
  sources,
  startListener,
  states,
} from '../fake/bilibili/listener.ts'
import { closedLater } from '../kit/closed-later.ts'

describe('a session of the open platform', () => {
  const gameMs = 60_000 / pace
  const line = (msg_id: string): object => ({
    cmd: 'LIVE_OPEN_PLATFORM_DM',
    data: { msg_id, msg: '你好', open_id: 'viewer-1', uname: '观众', timestamp: 1_763_600_000 },
  })

  async function startOpen(): Promise<FakeBilibiliOpen> {
    return closedLater(await startFakeBilibiliOpen({ patience: pacedPatience, gameMs }))
  }

  function listen(fake: FakeBilibiliOpen, ref = 'shop', changes = {}): Listener {
    const { endpoints, credential } = fake
    const credentials = { shop: { ...credential, ...changes } }
    return closedLater(startListener({ platform: bilibiliOpen, ref, endpoints, credentials }))
  }

  const isOpen = (listener: Listener, times = 1): Promise<void> =>
    listener.until((drafts) => openings(drafts) === times)

  test('starts a game, receives the room, and ends the game when it stops', async () => {
    const fake = await startOpen()
    const listener = listen(fake)
    await isOpen(listener)
    fake.comet.say([line('a'), line('b')])
    await listener.until((drafts) => chatIds(drafts).length === 2)
    expect(chatIds(listener.drafts)).toEqual(['bilibili-open:a', 'bilibili-open:b'])
    await listener.close()
    expect(fake.ledger.times('/v2/app/end')).toBe(1)
    expect(fake.games.ids).toEqual([])
    expect(fake.ledger.refusals).toEqual([])
  })

  test('sends heartbeats for the game beside the socket', async () => {
    const fake = await startOpen()
    await isOpen(listen(fake))
    const [game] = fake.games.ids
    await fake.ledger.until('/v2/app/heartbeat', 4) // a game lasts three intervals without
    expect(fake.games.ids).toEqual([game])
    expect(fake.ledger.times('game')).toBe(1)
    expect(fake.ledger.refusals).toEqual([])
  })

  test('keeps the game while it connects to another host', async () => {
    const fake = await startOpen()
    const listener = listen(fake)
    await isOpen(listener)
    fake.comet.drop('rst')
    await isOpen(listener, 2)
    expect(fake.ledger.times('game')).toBe(1)
    fake.comet.say([line('c')])
    await listener.until((drafts) => chatIds(drafts).length === 1)
  })

  test('starts another game when the heartbeat reports that the old one is over', async () => {
    const fake = await startOpen()
    const listener = listen(fake)
    await isOpen(listener)
    fake.refuse('/v2/app/heartbeat', 7003)
    await isOpen(listener, 2)
    // Without an end of the old game the new one would have been refused.
    expect(fake.ledger.refusals).toEqual(['/v2/app/heartbeat 7003'])
    expect(fake.ledger.times('game')).toBe(2)
    fake.comet.say([line('d')])
    await listener.until((drafts) => chatIds(drafts).length === 1)
  })

  test('ignores one failed heartbeat, and stays connected', async () => {
    const fake = await startOpen()
    await isOpen(listen(fake))
    fake.refuse('/v2/app/heartbeat', 5001)
    await fake.ledger.until('/v2/app/heartbeat', 3)
    expect(fake.ledger.times('game')).toBe(1)
    expect(fake.ledger.times('socket')).toBe(1)
  })

  test('waits for the required time between two games', async () => {
    const fake = await startOpen()
    fake.refuse('/v2/app/start', 7001)
    const listener = listen(fake)
    const begunAt = Date.now()
    await isOpen(listener)
    expect(Date.now() - begunAt).toBeGreaterThanOrEqual(10_000 / pace)
    expect(listener.failures[0]).toMatchObject({ kind: 'refused', leastMs: 10_000 })
  })

  test('starts again after the platform ended the game', async () => {
    const fake = await startOpen()
    const listener = listen(fake)
    await isOpen(listener)
    fake.games.expire(fake.games.ids[0] ?? '')
    await isOpen(listener, 2)
    expect(fake.ledger.times('game')).toBe(2)
  })

  test('sends no heartbeats if an app has no games', async () => {
    const fake = await startOpen()
    fake.games.named = false
    const listener = listen(fake)
    await isOpen(listener)
    await fake.ledger.until('heartbeat', 2)
    await listener.close()
    expect(fake.ledger.times('/v2/app/heartbeat')).toBe(0)
    expect(fake.ledger.times('/v2/app/end')).toBe(0)
  })

  test.each([
    [{ code: 'WRONG' }, 'does not know the identity code'],
    [{ accessKeyId: 'wrong' }, 'does not know the access key'],
    [{ accessKeySecret: 'wrong' }, 'the access key secret may be wrong'],
    [{ appId: 1 }, 'has not admitted this project'],
  ])('says what is wrong with a credential: %o', async (changes, words) => {
    const fake = await startOpen()
    const listener = listen(fake, 'shop', changes)
    await listener.until((drafts) => states(drafts).includes('failed'))
    expect(sources(listener.drafts).at(-1)?.reason).toContain(words)
    const reported = JSON.stringify([listener.drafts, listener.failures])
    for (const secret of [fake.credential.accessKeySecret, fake.credential.code]) {
      expect(reported).not.toContain(secret)
    }
  })

  test('reports that the credential does not exist', async () => {
    const fake = await startOpen()
    const listener = listen(fake, 'other')
    await listener.until((drafts) => states(drafts).includes('failed'))
    expect(sources(listener.drafts).at(-1)?.reason).toContain('"other"')
    expect(fake.ledger.times('/v2/app/start')).toBe(0)
  })
})
