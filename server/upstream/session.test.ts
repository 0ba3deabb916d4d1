import { describe, expect, test } from 'vitest'
import { type Connection } from '../platform/connector.ts'
import { RiskControl } from '../platform/errors.ts'
import { toyConnection } from './platform.fake.ts'
import { openSession, settle } from './session.fake.ts'

describe('a session', () => {
  test('greets, is accepted, sends heartbeats, and publishes the received events', async () => {
    const { accept, advance, wire, drafts, raws, session } = openSession()
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
    const { accept, advance, clock, wires, wire, drafts, session } = openSession()
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
    const { accept, wire, counted, sampled, drafts, session } = openSession()
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
    const { accept, advance, wire, drafts, redelivered, session } = openSession()
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
    const { accept, wire, drafts, session } = openSession()
    await accept()
    for (let id = 0; id < 2_001; id++) wire().say(`id ${id}`)
    wire().say('id 1; id 2000')
    wire().say('id 0')
    expect(drafts.filter(({ type }) => type === 'enter')).toHaveLength(2_002)
    await session.close()
  })

  test('frames of a socket that was left are ignored', async () => {
    const { accept, advance, wires, drafts, session } = openSession()
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
    const { accept, advance, wire, sources, session } = openSession()
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
    const { accept, advance, clock, wire, sources, session } = openSession({
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
    const { advance, clock, wires, wire, session } = openSession({
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
    const { advance, sources, session } = openSession({
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
    const { advance, wires, sources, session } = openSession()
    await settle()
    await advance(15_000)
    expect(wires[0]?.state).toBe('terminated')
    expect(sources().at(-1)).toMatchObject({ reason: expect.stringContaining('handshake') })
    await session.close()
  })

  test('a refused handshake is published with the reason in its headers', async () => {
    const { advance, wires, wire, sources, session } = openSession()
    await settle()
    wire().end({ kind: 'rejected', status: 200, headers: { 'refused-because': 'blocked' } })
    expect(sources().at(-1)?.reason).toBe('handshake answered 200 blocked')
    await advance(1_000)
    expect(wires).toHaveLength(2)
    await session.close()
  })

  test('risk control shows as blocked, and its cause goes to the report only', async () => {
    const cause = new Error('https://x/?token=secret')
    const { session, sources, failures } = openSession({
      open: () => Promise.reject(new RiskControl('log in, or wait', { cause })),
    })
    await settle()
    expect(sources().at(-1)).toMatchObject({ state: 'blocked', reason: 'log in, or wait' })
    expect(failures).toMatchObject([{ failure: { kind: 'risk-control' }, cause: { cause } }])
    await session.close()
  })

  test('every fault is counted, the first of each kind is logged (T-UP-5)', async () => {
    const { accept, wire, counted, sampled, drafts, session } = openSession()
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
    const { accept, advance, wire, drafts, session } = openSession()
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
    const { accept, wire, drafts, session } = openSession()
    await accept()
    wire().say('chat bye; over')
    expect(drafts.slice(-2)).toEqual([
      { type: 'chat', text: 'bye' },
      { type: 'source', state: 'ended', reason: 'over', reasonCode: 'broadcast-ended' },
    ])
    await session.close()
  })
})
