import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createSigning } from '../../../server/app/signing.ts'
import { readConfig } from '../../../server/config/index.ts'
import type { Clock } from '../../../server/lib/time/clock.ts'
import type { Sign } from '../../../server/platform/connector.ts'
import { chainOf } from '../../../signer/douyin/chain.ts'
import { createDouyinSigner } from '../../../signer/douyin/index.ts'
import { until } from '../../kit/wait.ts'
import type { Connection } from './connection.ts'
import { type FakeDouyin, startFakeDouyin } from './index.ts'
import { hastened, type Listener, listenTo } from './listener.ts'
import { chatLine } from './message.ts'
import { makeScript } from './script.ts'
import { startSigningService } from './signing-service.ts'

describe('a session', () => {
  let fake: FakeDouyin
  const speed = 20
  let clock: Clock
  let listener: Listener

  beforeEach(async () => {
    clock = hastened(speed)
    fake = await startFakeDouyin({ silenceMs: 2_500, now: clock.now })
  })
  afterEach(async () => {
    await listener.close()
    await fake.close()
  })

  const listen = async (sign?: Sign): Promise<void> => {
    listener = listenTo(fake, clock, sign)
    await connected()
  }
  const connected = (): Promise<Connection> =>
    until(() => {
      const connection = [...fake.broadcast.connections].at(-1)
      if (!connection) throw new Error('there is no connection')
      return connection
    })
  const chats = (): (string | undefined)[] =>
    listener.drafts.flatMap((draft) => (draft.type === 'chat' ? [draft.text] : []))

  test('connects, receives, answers and keeps the socket open', async () => {
    await listen()
    fake.broadcast.say([chatLine(1), chatLine(2)])
    fake.broadcast.say([chatLine(3)])
    await until(() => expect(chats()).toEqual(['line 1', 'line 2', 'line 3']))
    const connection = await connected()
    await until(() => expect(fake.counters.heartbeats).toBeGreaterThan(3))
    fake.broadcast.say([chatLine(4)]) // the session would check a live room after a minute of silence
    await until(() => expect(fake.counters.heartbeats).toBeGreaterThan(6))
    expect(connection.owes).toBe(false)
    expect(fake.counters).toMatchObject({ accepted: 1, acks: 3, strange: 0, dropped: 0 })
    expect(listener.reported()).toEqual(['source connecting', 'room live', 'source open'])
  })

  test('loses and repeats nothing over every way in which a socket can end', async () => {
    const script = makeScript(1, 9)
    const wrecks: readonly ((connection: Connection) => void)[] = [
      (connection) => connection.finish(),
      (connection) => connection.reset(),
      (connection) => connection.close(1001),
      (connection) => connection.close(1012),
      (connection) => connection.close(1013),
      () => fake.broadcast.announceClose(),
      (connection) => connection.freeze(),
      (connection) => void (connection.stalled = true),
    ]
    await listen()
    let connections = 1
    let rest = script.messages
    const say = (delivery?: 'doubled' | 'disordered'): void => {
      fake.broadcast.say(rest.slice(0, 7), delivery)
      rest = rest.slice(7)
    }
    for (const wreck of wrecks) {
      const before = await connected()
      say()
      wreck(before)
      say('doubled') // sent into a socket that is lost already; the history has it
      await until(() => expect(fake.counters.accepted).toBe(connections + 1))
      connections += 1
      say('disordered')
    }
    while (rest.length > 0) say()
    await until(() => expect(sumOf(listener)).toEqual(script.truth))
    expect(fake.counters.resumed).toBe(wrecks.length)
    expect(fake.counters.strange).toBe(0)
    expect(listener.faults).toEqual([])
  })

  test('continues after garbage', async () => {
    await listen()
    fake.broadcast.play(randomBytes(300))
    fake.broadcast.play(Buffer.alloc(0))
    fake.broadcast.say([chatLine(1)])
    await until(() => expect(chats()).toEqual(['line 1']))
    expect(fake.counters.accepted).toBe(1)
    expect(listener.faults.length).toBeGreaterThan(0)
  })

  test('S0-42: an expired cookie is replaced', async () => {
    await listen()
    fake.site.forgetGuests()
    ;(await connected()).reset()
    await until(() => expect(fake.counters.accepted).toBe(2))
    expect(fake.site.visits.front).toBeGreaterThan(1)
  })

  test('reports the block in the words of Douyin, and reconnects', async () => {
    fake.refuseNext(4)
    await listen()
    await until(() => expect(listener.reported().at(-1)).toBe('source open'))
    expect(listener.reported()).toContain(
      'source blocked handshake answered 200 DEVICE_BLOCKED 415',
    )
    expect(fake.counters.refused).toHaveLength(4)
  })

  test('uses the next signer after a refused handshake, and stays with it', async () => {
    const own = createDouyinSigner()
    const wrong = async (query: Readonly<Record<string, string>>) => ({
      signature: (await own({ ...query, room_id: '1' })).signature,
    })
    const chain = chainOf([wrong, own])
    const turns: (number | undefined)[] = []
    await listen((_purpose, query, turn) => {
      turns.push(turn)
      return chain(query, turn ?? 0)
    })
    expect(listener.reported()).toContain(
      'source blocked handshake answered 200 DEVICE_BLOCKED 415',
    )
    fake.broadcast.say([chatLine(1)])
    await until(() => expect(chats()).toEqual(['line 1']))
    ;(await connected()).reset()
    await until(() => expect(fake.counters.accepted).toBe(2))
    expect(turns).toEqual([0, 1, 1])
    expect(fake.counters.refused).toEqual(['signature'])
  })

  test('S0-6: reports signer_unavailable when a signer is killed, and connects once it is back', async () => {
    const own = createDouyinSigner()
    const service = await startSigningService(own)
    const { sign } = createSigning(readConfig({ DOUYIN_SIGNERS: `http:${service.url}` }))
    await listen(sign)
    await service.stop()
    ;(await connected()).reset()
    const missing = /^source connecting signer_unavailable: the signing service cannot be reached$/
    await until(() => expect(listener.reported().at(-1)).toMatch(missing))
    await service.start()
    await until(() => expect(listener.reported().at(-1)).toBe('source open'))
    expect(fake.counters).toMatchObject({ accepted: 2, refused: [] })
    await service.stop()
  })

  test.each(['builtin', 'http', 'script'])(
    'S0-7: connects with a signature of %s, according to the setting',
    async (kind) => {
      const service = await startSigningService(createDouyinSigner())
      const file = join(import.meta.dirname, 'signing-script.js')
      const settings: Readonly<Record<string, string>> = {
        builtin: 'builtin',
        http: `http:${service.url}`,
        script: `script:${file}`,
      }
      const signing = createSigning(readConfig({ DOUYIN_SIGNERS: settings[kind] }))
      await listen(signing.sign)
      expect(fake.counters).toMatchObject({ accepted: 1, refused: [] })
      expect(service.count()).toBe(kind === 'http' ? 1 : 0)
      await listener.close()
      await Promise.all([service.stop(), signing.close()])
    },
  )

  test('reports that it is taken for a program', async () => {
    fake.site.mood.suspicious = true
    listener = listenTo(fake, clock)
    await until(() =>
      expect(listener.reported().at(-1)).toMatch(/^source blocked Douyin shows a check/),
    )
    expect(fake.counters).toMatchObject({ accepted: 0, refused: [] })
    fake.site.mood.suspicious = false
    await until(() => expect(listener.reported().at(-1)).toBe('source open'))
  })

  test('S0-15: stops when the broadcast ends, though the socket stays open', async () => {
    await listen()
    const connection = await connected()
    fake.broadcast.end()
    await until(() => expect(fake.broadcast.connections.size).toBe(0))
    expect(connection.closed).toBe(1000)
    expect(listener.reported()).toContain('room ended')
    expect(listener.reported().at(-1)).toMatch(/^source ended/)
  })

  test('S0-12: stops when the page reports the end, though heartbeats are answered', async () => {
    await listen()
    fake.room.status = 4
    await until(() => expect(fake.broadcast.connections.size).toBe(0))
    expect(listener.reported().at(-1)).toBe('source ended the broadcast has ended')
  })

  test('S0-13: reconnects for the next broadcast, which has another id', async () => {
    fake.room.status = 4
    listener = listenTo(fake, clock)
    await until(() => expect(listener.reported()).toContain('room offline'))
    fake.room.status = 2
    fake.room.roomId = '7599999999999999777'
    await connected()
    fake.broadcast.say([chatLine(1)])
    await until(() => expect(chats()).toEqual(['line 1']))
  })
})

/** Returns the events as a consumer counts them: once each by id, as the room's log does. */
function sumOf({ drafts }: Listener) {
  const unique = [...new Map(drafts.map((draft) => [draft.id, draft])).values()]
  const gifts: Record<string, number> = {}
  let diamonds = 0
  for (const draft of unique) {
    if (draft.type !== 'gift') continue
    const giver = bare(draft.user?.id)
    gifts[giver] = (gifts[giver] ?? 0) + draft.count
    diamonds += draft.value.amount
  }
  const chats = unique.filter(({ type }) => type === 'chat').map(({ id }) => bare(id))
  return { chats: chats.toSorted(), gifts, diamonds }
}

const bare = (id = ''): string => id.replace('douyin:', '')
