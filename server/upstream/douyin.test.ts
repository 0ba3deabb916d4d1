import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Draft } from '../../proto/feed/index.ts'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { createFakeDial, type FakeSocket } from '../lib/net/dial.fake.ts'
import { inflateNode } from '../lib/bytes/inflate-node.ts'
import { seededRandom } from '../lib/random.ts'
import { utf8 } from '../lib/bytes/utf8.ts'
import { douyin } from '../platform/douyin/index.ts'
import type { ConnectedPlatform } from './requests.ts'
import { createConnectLimiter } from './connect-limiter.ts'
import { SourceSession } from './session.ts'

const fixture = (path: string): Buffer =>
  readFileSync(join(import.meta.dirname, '../platform/douyin/fixture', path))
const page = fixture('http/room-page.html').toString()
const echo = fixture('frame/synthetic-hb-echo.bin')
const chat = fixture('frame/seed001_pushframe.bin')

/** Lets promises that are due be settled; no time passes. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

/**
 * Connects the connector and codec of Douyin to a fake server, on a clock that the test advances.
 */
async function listen() {
  const clock = createFakeClock()
  const { dial, wires } = createFakeDial()
  const drafts: Draft[] = []
  let fronts = 0
  const fetch = async (url: string): Promise<Response> => {
    if (!url.endsWith('.com/')) return new Response(page)
    return new Response('', { headers: [['set-cookie', `ttwid=guest${++fronts}; Path=/`]] })
  }
  const session = new SourceSession({
    platform: douyin as ConnectedPlatform, // it has a connector
    ref: '100000000001',
    sink: {
      recent: [],
      publish: (draft) => drafts.push(draft),
      publishRaw: () => undefined,
    },
    network: {
      clock,
      random: seededRandom(1),
      fetch,
      dial,
      budget: createConnectLimiter({ clock, perSecond: 10, burst: 20, perKey: 4, maxWaiting: 100 }),
      endpoints: {},
      sign: async () => ({ signature: 'abcdefghijklmnop' }),
      tools: { inflate: inflateNode, utf8, mask: (key) => key },
    },
    report: { fault: () => undefined, sample: () => undefined, failure: () => undefined },
  })
  const pass = async (ms: number): Promise<void> => {
    clock.advance(ms)
    for (let i = 0; i < 20; i++) await settle()
  }
  await pass(0)
  return { session, clock, wires, drafts, pass }
}

const isHeartbeat = (sent: string): boolean => sent === ':\u0002hb'
const heartbeats = (wire: FakeSocket): number => wire.sent.filter(isHeartbeat).length

test('S0-9: heartbeats go out at open and each 10 s; 25 s without any frame are a lost socket', async () => {
  const { session, wires, pass } = await listen()
  const [wire] = wires
  wire!.open()
  expect(heartbeats(wire!)).toBe(1)
  for (const count of [2, 3, 4]) {
    await pass(9_500)
    expect(heartbeats(wire!)).toBe(count - 1)
    await pass(500)
    expect(heartbeats(wire!)).toBe(count)
    wire!.play(echo)
  }
  await pass(24_900)
  expect(wires).toHaveLength(1)
  await pass(2_000)
  expect(wires).toHaveLength(2)
  expect(wire!.state).not.toBe('open')
  await session.close()
})

test('S1-10: heartbeats follow the interval of the server, though each frame repeats it', async () => {
  const { session, wires, pass } = await listen()
  const [wire] = wires
  wire!.open()
  for (let second = 0; second < 60; second++) {
    await pass(1_000)
    wire!.play(chat) // requests 15 s
  }
  // One at open, one 15 s after the first request, then each 15 s.
  expect(heartbeats(wire!)).toBe(4)
  await session.close()
})

test('45 s without any frame are a lost socket, also if heartbeats are rarer than by default', async () => {
  const { session, wires, pass } = await listen()
  const [wire] = wires
  wire!.open()
  wire!.play(chat) // requests heartbeats each 15 s
  await pass(37_000)
  expect(wires).toHaveLength(1)
  await pass(8_000)
  expect(wires).toHaveLength(2)
  await session.close()
})

test('S1-25, S1-26: the session survives ten minutes with a server that drops clients that are silent for 60 s or owe an answer', async () => {
  const { session, clock, wires, drafts, pass } = await listen()
  const [wire] = wires
  wire!.open()
  let beats = 0
  let receivedAt = clock.now()
  let drops = 0
  let answers = 0
  for (let second = 1; second <= 600; second++) {
    await pass(1_000)
    if (heartbeats(wire!) > beats) {
      beats = heartbeats(wire!)
      receivedAt = clock.now()
      wire!.play(echo)
    }
    if (second % 20 === 0) {
      wire!.play(chat) // requires an answer
      answers += 1
    }
    // An answer is there at once, before any time passes.
    const given = wire!.sent.filter((sent) => !isHeartbeat(sent)).length
    if (clock.now() - receivedAt > 60_000 || given !== answers) drops += 1
  }
  expect({ drops, answers, sockets: wires.length }).toEqual({ drops: 0, answers: 30, sockets: 1 })
  expect(drafts.filter(({ type }) => type === 'source').at(-1)).toMatchObject({ state: 'open' })
  await session.close()
})

test('S0-42: a client that reconnects after an hour is a new guest, and the same visitor', async () => {
  const { session, wires, pass } = await listen()
  wires[0]!.open()
  wires[0]!.end()
  await pass(2_000)
  const [first, second] = wires.map(({ url, headers }) => ({
    visitor: new URL(url).searchParams.get('user_unique_id'),
    cookie: headers['cookie'],
  }))
  expect(second?.visitor).toBe(first?.visitor)
  expect([first?.cookie, second?.cookie]).toEqual(['ttwid=guest1', 'ttwid=guest2'])
  await session.close()
})

test.each([
  [1001, 2_000],
  [1012, 3_000],
  [1013, 5_000],
])('after a close with %i the next attempt waits for %i ms', async (code, ms) => {
  const { session, wires, pass } = await listen()
  wires[0]!.open()
  wires[0]!.end({ kind: 'closed', code, reason: '' })
  await pass(ms - 1)
  expect(wires).toHaveLength(1)
  await pass(1_500)
  expect(wires).toHaveLength(2)
  await session.close()
})
