import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ClientOptions, WebSocket } from 'ws'
import type { Clock } from '../../../server/lib/time/clock.ts'
import { seededRandom } from '../../../server/lib/random.ts'
import { inflateNode } from '../../../server/lib/bytes/inflate-node.ts'
import { utf8 } from '../../../server/lib/bytes/utf8.ts'
import { douyin } from '../../../server/platform/douyin/index.ts'
import { connector } from '../../../server/platform/douyin/connect/connector.ts'
import type { ConnectorIo, Sign } from '../../../server/platform/connector.ts'
import { readConfig } from '../../../server/config/index.ts'
import { createSigning } from '../../../server/app/signing.ts'
import { chainOf } from '../../../signer/douyin/chain.ts'
import { createDouyinSigner } from '../../../signer/douyin/index.ts'
import { startSigningService } from './signing-service.ts'
import { hastened, type Listener, listenTo } from './listener.ts'
import { chatMessage } from './message.ts'
import type { Connection } from './connection.ts'
import { makeScript } from './script.ts'
import { ackOf, heartbeat, heartbeatEcho } from './wire.ts'
import { type FakeDouyin, startFakeDouyin } from './index.ts'
import { until } from '../../kit/wait.ts'

const viewer = { id: 7600000000000000011n, name: '观众甲' }
const line = (id: number, text = `line ${id}`) =>
  chatMessage(7650000000000000000n + BigInt(id), viewer, text)

let fake: FakeDouyin
afterEach(() => fake.close())

describe('the handshake check', () => {
  beforeEach(async () => {
    fake = await startFakeDouyin({ silenceMs: 300 })
  })

  const sign = createDouyinSigner()

  /** Returns an address made by our own connector. */
  async function invitation(more: Partial<ConnectorIo> = {}) {
    const io: ConnectorIo = {
      fetch,
      now: Date.now,
      random: seededRandom(Date.now()),
      endpoints: fake.endpoints,
      sign: (_, query) => sign(query),
      signal: AbortSignal.timeout(10_000),
      ...more,
    }
    const { urls, headers } = await connector.open(
      await connector.resolve(fake.room.webRid, io),
      io,
    )
    return { url: new URL(urls[0]), headers: { ...headers } }
  }

  interface Refusal {
    readonly status: number | undefined
    readonly reported: unknown
  }

  /** Connects with a plain socket. */
  async function knock(
    url: URL,
    headers: Record<string, string>,
    options: ClientOptions = {},
  ): Promise<WebSocket | Refusal> {
    const socket = new WebSocket(url, { headers, ...options })
    const refused = once(socket, 'unexpected-response').then(([, response]) => {
      const { statusCode, headers: answered } = response as IncomingMessage
      socket.on('error', () => undefined) // ws reports the end of a socket that never opened as an error
      socket.terminate()
      return {
        status: statusCode,
        reported: [
          answered['handshake-msg'],
          answered['handshake-status'],
          answered['content-length'],
        ],
      }
    })
    return Promise.race([once(socket, 'open').then(() => socket), refused])
  }

  async function enter(): Promise<WebSocket> {
    const { url, headers } = await invitation()
    const socket = await knock(url, headers)
    if (!(socket instanceof WebSocket)) throw new Error('refused')
    return socket
  }

  const blocked = { status: 200, reported: ['DEVICE_BLOCKED', '415', '0'] }

  test('accepts a correct page, cookie, query and signature', async () => {
    const { url, headers } = await invitation()
    expect(await knock(url, headers)).toBeInstanceOf(WebSocket)
    expect(fake.counters).toMatchObject({ accepted: 1, refused: [] })
  })

  test('accepts the query in another order', async () => {
    const { url, headers } = await invitation()
    url.search = String(new URLSearchParams([...url.searchParams].toReversed()))
    expect(await knock(url, headers)).toBeInstanceOf(WebSocket)
  })

  test('refuses a query with a missing, changed or additional field', async () => {
    const { url, headers } = await invitation()
    for (const [key, value] of url.searchParams) {
      const without = new URL(url)
      without.searchParams.delete(key)
      const other = new URL(url)
      other.searchParams.set(key, `${value}0`)
      for (const wrong of [without, other]) {
        expect([key, await knock(wrong, headers)]).toEqual([key, blocked])
      }
    }
    url.searchParams.append('enter_from', 'web_live')
    expect(await knock(url, headers)).toEqual(blocked)
    expect(fake.counters.accepted).toBe(0)
  })

  test.each(['user-agent', 'cookie', 'origin'])('refuses a client without %s', async (name) => {
    const { url, headers } = await invitation()
    delete headers[name]
    expect(await knock(url, headers)).toEqual(blocked)
  })

  test('refuses an unknown cookie', async () => {
    const { url, headers } = await invitation()
    expect(await knock(url, { ...headers, cookie: 'ttwid=made-up' })).toEqual(blocked)
  })

  test('refuses the same signature a second time', async () => {
    const { url, headers } = await invitation()
    await knock(url, headers)
    expect(await knock(url, headers)).toEqual(blocked)
    expect(fake.counters.refused).toEqual(['signature used before'])
  })

  test('refuses a signature of another room', async () => {
    const other = { room_id: '7599999999999999002' }
    const { url, headers } = await invitation({
      sign: (_, query) => sign({ ...query, ...other }),
    })
    expect(await knock(url, headers)).toEqual(blocked)
    expect(fake.counters.refused).toEqual(['signature'])
  })

  test('refuses an address that was made an hour ago', async () => {
    const { url, headers } = await invitation({ now: () => Date.now() - 3_600_000 })
    expect(await knock(url, headers)).toEqual(blocked)
    expect(fake.counters.refused).toEqual(['cursor'])
  })

  test('gives its page only for its own nonce, if it is pedantic', async () => {
    fake.site.mood.pedantic = true
    const { url, headers } = await invitation()
    expect(await knock(url, headers)).toBeInstanceOf(WebSocket)
    expect(fake.site.visits).toEqual({ front: 1, page: 2, enter: 0, reflow: 0, fetch: 0 })
  })

  test('refuses the number of a broadcast as a room, and returns its room by the reflow endpoint only', async () => {
    const { endpoints, room } = fake
    const ask = async (base: string, path: string): Promise<unknown> => {
      const response = await fetch(base + path, { headers: { 'user-agent': 'Mozilla/5.0' } })
      return response.json()
    }
    const answer = await ask(endpoints.site, `/webcast/room/web/enter/?web_rid=${room.roomId}`)
    expect(answer).toMatchObject({ status_code: 4001038 })
    const query = `type_id=0&live_id=1&version_code=99.99.99&app_id=1128&room_id=${room.roomId}`
    const info = await ask(endpoints.reflow, `/webcast/room/reflow/info/?${query}`)
    expect(info).toMatchObject({ data: { room: { owner: { web_rid: room.webRid } } } })
  })

  test('gives an empty page to a client without a cookie', async () => {
    const response = await fetch(`${fake.endpoints.site}/${fake.room.webRid}`)
    expect(await response.text()).not.toContain('roomInfo')
  })

  test('echoes heartbeats, and drops a client without any', async () => {
    const socket = await enter()
    const echo = once(socket, 'message')
    socket.send(heartbeat)
    expect((await echo)[0]).toEqual(heartbeatEcho)
    await once(socket, 'close')
    expect(fake.counters).toMatchObject({ heartbeats: 1, dropped: 1, strange: 0 })
  })

  test('drops a client that sends heartbeats but answers no pings', async () => {
    const { url, headers } = await invitation()
    const socket = await knock(url, headers, { autoPong: false })
    if (!(socket instanceof WebSocket)) throw new Error('refused')
    const echo = once(socket, 'message')
    socket.send(heartbeat)
    await echo
    socket.send(heartbeat)
    await once(socket, 'close')
    expect(fake.counters).toMatchObject({ heartbeats: 2, dropped: 1 })
  })

  test('accepts the right answer to a captured frame, and no other', async () => {
    const frames = join(import.meta.dirname, '../../../server/platform/douyin/fixture/frame')
    const expected = JSON.parse(
      readFileSync(join(frames, 'synthetic-need-ack.expected.json'), 'utf8'),
    ) as { response: { internal_ext: string; cursor: string }; ack: { hex: string } }
    const head = {
      seqId: 0n,
      logId: 12_345_678_901_234_567_890n,
      cursor: expected.response.cursor,
      detail: expected.response.internal_ext,
      now: 0,
      needAck: true,
    }
    expect(ackOf(head).toString('hex')).toBe(expected.ack.hex)
    const socket = await enter()
    const arrived = once(socket, 'message')
    fake.broadcast.play(readFileSync(join(frames, 'synthetic-need-ack.bin')), head)
    await arrived
    socket.send(Buffer.from(expected.ack.hex.replace(/72$/, '73'), 'hex'))
    socket.send(Buffer.from(expected.ack.hex, 'hex'))
    await until(() => expect(fake.counters).toMatchObject({ acks: 1, strange: 1 }))
  })

  test('repeats the last 15 messages to a later client', async () => {
    fake.broadcast.say(Array.from({ length: 20 }, (_, i) => line(i)))
    const { url, headers } = await invitation()
    const socket = new WebSocket(url, { headers })
    const [frame] = (await once(socket, 'message')) as [Buffer]
    expect(readIds(frame)).toEqual(Array.from({ length: 15 }, (_, i) => `${i + 5}`))
  })

  function readIds(frame: Buffer): string[] {
    const { drafts } = douyin.read(frame, { inflate: inflateNode, utf8, mask: (key) => key })
    return drafts.map(({ id }) => String(BigInt(id!.split(':')[1]!) - 7650000000000000000n))
  }
})

describe('a session', () => {
  const speed = 20
  let clock: Clock
  let listener: Listener

  beforeEach(async () => {
    clock = hastened(speed)
    fake = await startFakeDouyin({ silenceMs: 2_500, now: clock.now })
  })
  afterEach(() => listener.close())

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
    fake.broadcast.say([line(1), line(2)])
    fake.broadcast.say([line(3)])
    await until(() => expect(chats()).toEqual(['line 1', 'line 2', 'line 3']))
    const connection = await connected()
    await until(() => expect(fake.counters.heartbeats).toBeGreaterThan(3))
    fake.broadcast.say([line(4)]) // the session would check a live room after a minute of silence
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
    fake.broadcast.say([line(1)])
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
    fake.broadcast.say([line(1)])
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
    fake.broadcast.say([line(1)])
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
