import { describe, expect, test } from 'vitest'
import type { Draft, Raw } from '../../proto/feed/index.ts'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { createFakeDial, type FakeSocket } from '../lib/net/dial.fake.ts'
import { seededRandom } from '../lib/random.ts'
import { type Connection, type Connector, type Cursor } from '../platform/connector.ts'
import { RiskControl } from '../platform/errors.ts'
import type { Fault, FaultKind } from '../platform/platform.ts'
import type { StoredCursor } from './cursor-store.ts'
import type { Failure } from './machine/failure.ts'
import { toyConnection, toyNetwork, toyPlatform } from './platform.fake.ts'
import { SourceSession } from './session.ts'
import { openSource } from './source.ts'

/** Lets promises that are due be settled; no time passes. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

function open(connect: Partial<Connector> = {}, random = seededRandom(1), bookmark?: StoredCursor) {
  const clock = createFakeClock()
  const { dial, wires } = createFakeDial()
  const drafts: Draft[] = []
  const raws: Raw[] = []
  const counted: FaultKind[] = []
  const sampled: Fault[] = []
  const failures: { failure: Failure; cause: unknown }[] = []
  let redelivered = 0
  const session = new SourceSession({
    platform: toyPlatform(connect),
    ref: '7',
    ...(bookmark ? { bookmark } : {}),
    sink: {
      recent: [],
      publish: (draft) => drafts.push(draft),
      publishRaw: (raw) => raws.push(raw),
    },
    network: {
      ...toyNetwork(clock, dial),
      random,
      endpoints: { toy: { api: 'http://localhost:1' } },
    },
    report: {
      fault: (kind) => counted.push(kind),
      sample: (fault) => sampled.push(fault),
      failure: (failure, cause) => failures.push({ failure, cause }),
      redelivered: (count) => (redelivered += count),
    },
  })
  const advance = async (byMs: number): Promise<void> => {
    clock.advance(byMs)
    await settle()
  }
  const wire = (): FakeSocket => wires.at(-1)!
  const accept = async (): Promise<void> => {
    await settle()
    wire().open()
    wire().say('accepted')
  }
  const sources = () => drafts.flatMap((one) => (one.type === 'source' ? one : []))
  return {
    session,
    clock,
    wires,
    wire,
    drafts,
    raws,
    counted,
    sampled,
    failures,
    redelivered: () => redelivered,
    advance,
    accept,
    sources,
  }
}

describe('a session', () => {
  test('greets, is accepted, sends heartbeats, and publishes the received events', async () => {
    const { accept, advance, wire, drafts, raws, session } = open()
    await accept()
    wire().say('chat hi; raw NEW_THING; ack')
    await advance(20_000)
    expect(wire()).toMatchObject({ url: 'wss://one.example/', headers: { cookie: 'toy=1' } })
    expect(wire().sent).toEqual(['hello', 'beat', 'acked', 'beat', 'beat'])
    expect(drafts).toEqual([
      { type: 'source', state: 'connecting' },
      { type: 'source', state: 'open' },
      { type: 'chat', text: 'hi' },
    ])
    expect(raws).toEqual([{ method: 'NEW_THING', data: '' }])
    await session.close()
  })

  test('dropped twenty times in a row reconnects each time, within bounds (S0-11, T-UP-1)', async () => {
    const { accept, advance, clock, wires, wire, drafts, session } = open()
    await accept()
    for (let round = 0; round < 20; round++) {
      wire().say(`chat ${round}`)
      const lostAt = clock.now()
      wire().end()
      while (wires.length === round + 1) await advance(50)
      expect(clock.now() - lostAt).toBeLessThanOrEqual(2_050)
      await accept()
    }
    expect(drafts.filter(({ type }) => type === 'chat')).toHaveLength(20)
    expect(wires.filter(({ state }) => state === 'open')).toHaveLength(1)
    await session.close()
  })

  test('H2 an item whose publication throws is dropped alone and counted', async () => {
    const { accept, wire, counted, sampled, drafts, session } = open()
    await accept()
    drafts.push = (draft) => {
      if (draft.type === 'enter') throw new RangeError('Maximum call stack size exceeded')
      return Array.prototype.push.call(drafts, draft)
    }
    wire().say('chat a; id 1; chat b; ack')
    expect(drafts.filter(({ type }) => type === 'chat')).toHaveLength(2)
    expect(counted).toEqual(['unexpected'])
    expect(sampled).toMatchObject([
      { method: 'enter', detail: expect.stringContaining('RangeError') },
    ])
    expect(wire().sent.at(-1)).toBe('acked')
    await session.close()
  })

  test('a repeated message is published once, also across a reconnect', async () => {
    const { accept, advance, wire, drafts, redelivered, session } = open()
    await accept()
    wire().say('id 1; id 2; id 1')
    wire().end()
    await advance(2_050)
    await accept()
    wire().say('id 2; id 3; id 1')
    expect(drafts.filter(({ type }) => type === 'enter')).toHaveLength(3)
    expect(redelivered()).toBe(3)
    await session.close()
  })

  test('the newest 2,000 messages are remembered', async () => {
    const { accept, wire, drafts, session } = open()
    await accept()
    for (let id = 0; id < 2_001; id++) wire().say(`id ${id}`)
    wire().say('id 1; id 2000')
    wire().say('id 0')
    expect(drafts.filter(({ type }) => type === 'enter')).toHaveLength(2_002)
    await session.close()
  })

  test('frames of a socket that was left are ignored', async () => {
    const { accept, advance, wires, drafts, session } = open()
    await accept()
    await advance(25_000)
    await advance(500)
    await accept()
    const before = drafts.length
    wires[0]!.say('chat from the past')
    wires[0]!.end()
    expect(drafts).toHaveLength(before)
    expect(wires).toHaveLength(2)
    await session.close()
  })

  test('a socket without any frame is closed, and dropped if its close is not answered (S0-9)', async () => {
    const { accept, advance, wire, sources, session } = open()
    await accept()
    await advance(24_999)
    wire().say('pong')
    await advance(24_999)
    expect(sources().at(-1)).toMatchObject({ state: 'open' })
    const silent = wire()
    await advance(1)
    expect(sources().at(-1)).toMatchObject({ state: 'stalled', reason: 'no frame for 25 s' })
    expect(silent.state).toBe('closing')
    await advance(2_000)
    expect(silent.state).toBe('terminated')
    await session.close()
  })

  test('a live room that only pongs is detected within 90 s (T-STALL-1)', async () => {
    const { accept, advance, clock, wire, sources, session } = open({
      open: () => Promise.resolve({ ...toyConnection, quietMs: 60_000 }),
      poll: () => Promise.resolve({ state: 'live' }),
    })
    await accept()
    const openAt = clock.now()
    const first = wire()
    while (first.state === 'open') {
      first.say('pong')
      await advance(5_000)
    }
    expect(clock.now() - openAt).toBeLessThanOrEqual(90_000)
    expect(sources().at(-1)).toMatchObject({ state: 'stalled' })
    await session.close()
  })

  test('down at the start, connected within a minute of coming up (S0-21)', async () => {
    let up = false
    const { advance, clock, wires, wire, session } = open({
      resolve: () => (up ? Promise.resolve({ facts: {} }) : Promise.reject(new TypeError('down'))),
    })
    await settle()
    for (let second = 0; second < 300; second++) await advance(1_000)
    up = true
    const upAt = clock.now()
    while (wires.length === 0) await advance(1_000)
    expect(clock.now() - upAt).toBeLessThanOrEqual(60_000)
    expect(wire().state).toBe('dialing')
    await session.close()
  })

  test('a request that is never answered is given up after 15 s, and its late answer given back', async () => {
    const late: { answer?: (connection: Connection) => void } = {}
    let ended = 0
    const { advance, sources, session } = open({
      open: () => new Promise((resolve) => (late.answer = resolve)),
    })
    await settle()
    await advance(15_000)
    expect(sources().at(-1)).toMatchObject({ reason: 'a request failed: TimeoutError' })
    const end = () => Promise.resolve(void (ended += 1))
    late.answer?.({ ...toyConnection, end })
    await settle()
    expect(ended).toBe(1)
    await session.close()
  })

  test('a handshake that is never answered is given up after 15 s', async () => {
    const { advance, wires, sources, session } = open()
    await settle()
    await advance(15_000)
    expect(wires[0]?.state).toBe('terminated')
    expect(sources().at(-1)).toMatchObject({ reason: expect.stringContaining('handshake') })
    await session.close()
  })

  test('a refused handshake is published with the reason in its headers', async () => {
    const { advance, wires, wire, sources, session } = open()
    await settle()
    wire().end({ kind: 'rejected', status: 200, headers: { 'handshake-msg': 'DEVICE_BLOCKED' } })
    expect(sources().at(-1)?.reason).toBe('handshake answered 200 DEVICE_BLOCKED')
    await advance(1_000)
    expect(wires).toHaveLength(2)
    await session.close()
  })

  test('risk control shows as blocked, and its cause goes to the report only', async () => {
    const cause = new Error('https://x/?token=secret')
    const { session, sources, failures } = open({
      open: () => Promise.reject(new RiskControl('log in, or wait', { cause })),
    })
    await settle()
    expect(sources().at(-1)).toMatchObject({ state: 'blocked', reason: 'log in, or wait' })
    expect(failures).toMatchObject([{ failure: { kind: 'risk-control' }, cause: { cause } }])
    await session.close()
  })

  test('every fault is counted, the first of each kind is logged (T-UP-5)', async () => {
    const { accept, wire, counted, sampled, drafts, session } = open()
    await accept()
    wire().say('garbage 1; chat between; garbage 2')
    wire().say('throw the codec is broken')
    wire().say('chat after')
    expect(counted).toEqual(['bad-frame', 'bad-frame', 'unexpected'])
    expect(sampled.map(({ detail }) => detail)).toEqual([
      'garbage 1',
      'the codec threw: the codec is broken',
    ])
    expect(drafts.filter(({ type }) => type === 'chat')).toHaveLength(2)
    await session.close()
  })

  test('a streak continues across a reconnect: its total is added once (S0-11)', async () => {
    const { accept, advance, wire, drafts, session } = open()
    await accept()
    wire().say('gift 3')
    wire().end()
    await advance(500)
    await accept()
    wire().say('gift 3; gift 5')
    const counts = drafts.flatMap((one) => (one.type === 'gift' ? one.count : []))
    expect(counts).toEqual([3, 2])
    await session.close()
  })

  test('the last events of a broadcast come before its end', async () => {
    const { accept, wire, drafts, session } = open()
    await accept()
    wire().say('chat bye; over')
    expect(drafts.slice(-2)).toEqual([
      { type: 'chat', text: 'bye' },
      { type: 'source', state: 'ended', reason: 'over', reasonCode: 'broadcast-ended' },
    ])
    await session.close()
  })
})

describe('closing a session', () => {
  test('notifies the site, only once if called twice, and publishes nothing more', async () => {
    let ended = 0
    const { accept, advance, wire, drafts, session } = open({
      open: () =>
        Promise.resolve({ ...toyConnection, end: () => Promise.resolve(void (ended += 1)) }),
    })
    await accept()
    wire().say('gift 3')
    await Promise.all([session.close(), session.close()])
    expect(ended).toBe(1)
    expect(drafts.at(-1)).toMatchObject({ state: 'ended', reasonCode: 'stopped' })
    const before = drafts.length
    wire().say('chat too late')
    await advance(3_600_000)
    expect(drafts).toHaveLength(before)
    expect(wire().state).toBe('terminated')
  })

  test('waits three seconds for a site that does not answer, no longer', async () => {
    const { accept, advance, session } = open({
      open: () => Promise.resolve({ ...toyConnection, end: () => new Promise(() => undefined) }),
    })
    await accept()
    let closed = false
    void session.close().then(() => (closed = true))
    await advance(2_999)
    expect(closed).toBe(false)
    await advance(1)
    expect(closed).toBe(true)
  })

  test('aborts a running request', async () => {
    let aborted = false
    const { session } = open({
      resolve: (_, { signal }) => {
        signal.addEventListener('abort', () => (aborted = true))
        return new Promise(() => undefined)
      },
    })
    await session.close()
    expect(aborted).toBe(true)
  })
})

test('the old connection is over before another one is requested', async () => {
  const goodbye: { answered?: () => void } = {}
  let opened = 0
  const end = () => new Promise<void>((resolve) => (goodbye.answered = resolve))
  const { accept, advance, wire, session } = open({
    open: () => {
      opened += 1
      return Promise.resolve({ ...toyConnection, reusable: false, end })
    },
  })
  await accept()
  wire().end()
  await advance(500)
  await advance(0)
  expect(opened).toBe(1)
  goodbye.answered?.()
  await settle()
  expect(opened).toBe(2)
  const closed = session.close()
  goodbye.answered?.()
  await closed
})

test('connectors get the addresses of their own platform and the clock', async () => {
  const seen: unknown[] = []
  const { session, clock } = open({
    resolve: (ref, { endpoints, now }) => {
      seen.push(ref, endpoints['api'], now())
      return Promise.resolve({ facts: {} })
    },
  })
  expect(seen).toEqual(['7', 'http://localhost:1', clock.now()])
  await session.close()
})

test('a platform without a connector cannot be opened, and the message names those with one', () => {
  const { connect: _, ...platform } = toyPlatform()
  const sink = { recent: [], publish: () => undefined, publishRaw: () => undefined }
  const parts = { platform, ref: '7', sink, clock: createFakeClock(), seed: 1 }
  expect(() => openSource(parts)).toThrow(RangeError)
})

test('a source with lasting cursors continues at that of an earlier run, and stores its own', async () => {
  const places: string[] = []
  const resumed: (Cursor | undefined)[] = []
  const bookmark: StoredCursor = {
    read: () => ({ cursor: '7', detail: 'e' }),
    save: ({ cursor }) => places.push(cursor),
    delete: () => places.push('dropped'),
  }
  const asked: Partial<Connector> = {
    open: (_ticket, _io, cursor) => {
      resumed.push(cursor)
      return Promise.resolve(toyConnection)
    },
  }
  const { accept, wire, session, drafts } = open(
    { ...asked, lasting: true },
    seededRandom(1),
    bookmark,
  )
  await accept()
  wire().say('chat hi; at 8')
  expect(drafts.at(-1)).toMatchObject({ type: 'chat' })
  expect(places).toEqual(['8'])
  await session.close()
  expect([resumed, places]).toEqual([[{ cursor: '7', detail: 'e' }], ['8', 'dropped']])
  open(asked, seededRandom(1), bookmark)
  await settle()
  expect(resumed.at(-1)).toBeUndefined()
})
