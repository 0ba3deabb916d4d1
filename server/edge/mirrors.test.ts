import { expect, test } from 'vitest'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { createFakeDial, type FakeSocket } from '../lib/net/dial.fake.ts'
import type { Fetch } from '../platform/connector.ts'
import { createRingMemory } from '../hub/ring-memory.ts'
import { Mirrors } from './mirrors.ts'
import { createOriginNetwork } from './origin.ts'

const settle = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await new Promise<void>((resolve) => setImmediate(resolve))
}
const quiet = { info: () => undefined, warn: () => undefined }

interface Asked {
  readonly url: string
  readonly authorization: string | null
}

function edge(options: { readonly local?: boolean; readonly maxRooms?: number } = {}) {
  const clock = createFakeClock()
  const { dial, wires } = createFakeDial()
  const asked: Asked[] = []
  let answer = (): Response => Response.json({ id: 'night', epoch: 'e', head: 100 })
  const fetch: Fetch = (url, init) => {
    asked.push({ url, authorization: new Headers(init?.headers).get('authorization') })
    return Promise.resolve(answer())
  }
  let changes = 0
  const origin = { base: 'https://origin.example', token: 't', shown: new Set(['secret']) }
  const mirrors = new Mirrors({
    isForThisMachine: () => options.local ?? false,
    networkOf: createOriginNetwork({
      origin,
      dial,
      fetch,
      clock,
      local: options.local ?? false,
      onReconnect: () => undefined,
    }),
    clock,
    log: quiet,
    rings: createRingMemory({ maxBytes: Infinity, maxEntries: 50 }),
    maxRooms: options.maxRooms ?? 10,
    idle: { restMs: 30_000, idleMs: 60_000 },
    defer: (call) => call(),
    onChange: () => (changes += 1),
  })
  const greet = (wire: FakeSocket | undefined, room = 'night', from = 50): void => {
    wire?.open()
    const hello = { frame: 'hello', v: 1, room, epoch: 'e', seq: from, head: from }
    wire?.say(JSON.stringify({ ...hello, resumed: true, state: [] }))
  }
  return {
    clock,
    wires,
    asked,
    mirrors,
    greet,
    answerWith: (next: () => Response) => (answer = next),
    changes: () => changes,
  }
}

test('many readers of a room cause one request to the origin, for its newest events', async () => {
  const { mirrors, wires, asked, greet } = edge()
  const opening = [mirrors.open('night'), mirrors.open('night')]
  await settle()
  expect(wires.map(({ url }) => url)).toEqual([
    'wss://origin.example/rooms/night/stream?since=e%3A50&types=all%2Craw&alive=1',
  ])
  greet(wires[0])
  const [one, other] = await Promise.all(opening)
  expect(one).toMatchObject({ room: { id: 'night', epoch: 'e', head: 50 } })
  expect(other).toEqual(one)
  await mirrors.open('night')
  expect(asked).toHaveLength(1)
  expect(wires).toHaveLength(1)
})

test('the token is sent for rooms that were named, or if only this machine reads', async () => {
  const open = async (id: string, local: boolean) => {
    const { mirrors, asked, wires } = edge({ local })
    void mirrors.open(id)
    await settle()
    return [asked[0]?.authorization, wires[0]?.headers['authorization']]
  }
  expect(await open('night', false)).toEqual([null, undefined])
  expect(await open('secret', false)).toEqual(['Bearer t', 'Bearer t'])
  expect(await open('night', true)).toEqual(['Bearer t', 'Bearer t'])
})

test.each([
  [404, 'unknown'],
  [401, 'not-allowed'],
])(
  '%i of the origin is refused with its reason, and not requested again at once',
  async (status, refused) => {
    const { mirrors, asked, clock, answerWith } = edge()
    answerWith(() => Response.json({ detail: 'so it is' }, { status }))
    const said = { refused, reason: 'the other relay says: so it is' }
    expect(await mirrors.open('night')).toEqual(said)
    expect(mirrors.find('night')).toEqual(said)
    expect(await mirrors.open('night')).toEqual(said)
    expect(asked).toHaveLength(1)
    expect(mirrors.list()).toEqual([])
    clock.advance(16_000)
    await mirrors.open('night')
    expect(asked).toHaveLength(2)
  },
)

test('a room that is switched off at the origin has its own refusal, and is soon requested again (B2)', async () => {
  const { mirrors, asked, clock, answerWith } = edge()
  const off = { code: 'room-off', detail: 'it is switched off' }
  answerWith(() => Response.json(off, { status: 503, headers: { 'retry-after': '5' } }))
  expect(await mirrors.open('night')).toMatchObject({ refused: 'off' })
  expect(mirrors.find('night')).toMatchObject({ refused: 'off' })
  clock.advance(1_500)
  await mirrors.open('night')
  expect(asked).toHaveLength(2)
})

test('a room that the origin removes while it has readers is refused from then on', async () => {
  const { mirrors, wires, greet, changes } = edge()
  const opening = mirrors.open('night')
  await settle()
  greet(wires[0])
  await opening
  const before = changes()
  wires[0]?.end({ kind: 'closed', code: 4404, reason: 'it is private now' })
  expect(mirrors.find('night')).toEqual({ refused: 'unknown', reason: 'it is private now' })
  expect(changes()).toBeGreaterThan(before)
})

test('an origin that does not answer is reported as away, with the reason', async () => {
  const { mirrors, clock, answerWith } = edge()
  answerWith(() => {
    throw Object.assign(new Error('no'), { code: 'ECONNREFUSED' })
  })
  const opening = mirrors.open('night')
  await settle()
  clock.advance(5_000)
  expect(await opening).toMatchObject({ refused: 'not-ready', reason: /away.*ECONNREFUSED/ })
})

test('a room that is lost for long is refused until the origin answers again', async () => {
  const { mirrors, wires, greet, clock } = edge()
  const opening = mirrors.open('night')
  await settle()
  greet(wires[0])
  await opening
  wires[0]?.end()
  expect(mirrors.find('night')).toMatchObject({ kind: 'configured' }) // its ring is still good
  clock.advance(21_000)
  expect(mirrors.find('night')).toMatchObject({ refused: 'not-ready' })
  expect(mirrors.trouble()).toEqual([expect.stringContaining('away')])
  await settle()
  greet(wires.at(-1))
  expect(mirrors.find('night')).toMatchObject({ kind: 'configured' })
  expect(new URL(wires.at(-1)?.url ?? '').searchParams.get('since')).toBe('e:50')
})

test('a source that belongs to a room of the origin is read from that room', async () => {
  const { mirrors, wires, greet } = edge()
  const opening = mirrors.open('bilibili:1')
  await settle()
  greet(wires[0], 'night')
  await settle()
  greet(wires[1], 'night')
  expect(await opening).toMatchObject({ room: { id: 'night' }, source: 'bilibili:1' })
  expect(mirrors.list().map(({ id }) => id)).toEqual(['night'])
  expect(wires[0]?.state).toBe('closing')
})

test('a room without readers is closed, and so is its connection', async () => {
  const { mirrors, wires, greet, clock } = edge()
  const opening = mirrors.open('night')
  await settle()
  greet(wires[0])
  await opening
  for (let i = 0; i < 3; i++) {
    clock.advance(20_000)
    wires[0]?.say('{"frame":"head","seq":50}')
  }
  expect(mirrors.list()).toEqual([])
  expect(wires[0]?.state).toBe('closing')
})

test('D3 a new room replaces the one that has been without readers for the longest time', async () => {
  const { mirrors, wires, greet, clock } = edge({ maxRooms: 1 })
  const opening = mirrors.open('night')
  await settle()
  greet(wires[0])
  await opening
  expect(await mirrors.open('day')).toMatchObject({ refused: 'full' })
  clock.advance(31_000)
  void mirrors.open('day')
  expect(mirrors.list().map(({ id }) => id)).toEqual(['day'])
})

test('the number of open rooms is limited, and names must be valid', async () => {
  const { mirrors } = edge({ maxRooms: 1 })
  void mirrors.open('night')
  expect(await mirrors.open('day')).toMatchObject({ refused: 'full' })
  expect(await mirrors.open('a/b')).toMatchObject({ refused: 'malformed' })
})
