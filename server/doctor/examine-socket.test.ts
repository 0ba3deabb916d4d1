import { describe, expect, test } from 'vitest'
import { toyConnection } from '../upstream/platform.fake.ts'
import { practice } from './doctor.fake.ts'

async function listening() {
  const toy = practice()
  const { done } = await toy.begin()
  const wire = toy.wire()
  wire.open()
  const report = async () => {
    const { findings, ...rest } = await done
    return { ...rest, handshake: findings[3], frames: findings[4], kinds: findings[5] }
  }
  return { ...toy, wire, report, kinds: async () => (await done).kinds }
}

describe('a socket of the doctor', () => {
  test('sends heartbeats as often as a source, because a server drops silent clients', async () => {
    const { wire, clock, report } = await listening()
    wire.say('accepted; accepted; ack')
    clock.advance(39_999)
    expect(wire.sent).toEqual(['hello', 'beat', 'acked', 'beat', 'beat', 'beat'])
    clock.advance(1)
    expect(wire.state).toBe('closing')
    expect(await report()).toMatchObject({ handshake: { code: 'connected' } })
  })

  test('without an answer to its greeting differs from a refused one', async () => {
    const mute = await listening()
    mute.clock.advance(5_000)
    expect(await mute.report()).toMatchObject({
      handshake: { verdict: 'failed', code: 'no-welcome' },
    })
    const refused = await listening()
    refused.wire.say('refused')
    expect(await refused.report()).toMatchObject({
      handshake: { code: 'handshake-refused', detail: 'refused with -101 token' },
    })
    const hungUp = await listening()
    hungUp.wire.end()
    expect(await hungUp.report()).toMatchObject({ handshake: { code: 'handshake-refused' } })
  })

  test.each([
    [403, {}, 'handshake-refused'],
    [200, { 'handshake-msg': 'DEVICE_BLOCKED' }, 'handshake-refused'],
    [429, {}, 'handshake-limited'],
    [502, {}, 'unreachable'],
  ])('answered by %i %o is %s', async (status, headers, code) => {
    const { begin, wires } = practice({
      open: () => Promise.resolve({ ...toyConnection, urls: ['wss://one.example/'] }),
    })
    const { done } = await begin()
    wires[0]?.end({ kind: 'rejected', status, headers })
    expect((await done).findings[3]).toMatchObject({ verdict: 'failed', code })
  })

  test('that is silent is a warning, that ends is a failure', async () => {
    const silent = await listening()
    silent.wire.say('accepted')
    silent.clock.advance(40_000)
    expect((await silent.report()).frames).toMatchObject({ code: 'heard', detail: '1 in 40 s' })
    const lost = await listening()
    lost.wire.say('accepted; over')
    expect((await lost.report()).frames).toMatchObject({ code: 'lost', detail: 'over' })
  })

  test('counts received messages by name, and at most a hundred names', async () => {
    const { wire, clock, kinds } = await listening()
    const names = Array.from({ length: 150 }, (_, i) => `raw NAME_${i}`)
    wire.say(`accepted; chat hi; broken; ${names.join('; ')}`)
    wire.say('raw NAME_7; raw NAME_149')
    clock.advance(40_000)
    const { events, unknown, faults } = await kinds()
    expect({ events, faults }).toEqual({ events: { chat: 1 }, faults: { 'bad-frame': 1 } })
    expect(Object.keys(unknown)).toHaveLength(100)
    expect(unknown['NAME_7']).toBe(2)
  })

  test.each([
    ['broken; raw NEW', 'kinds-broken', 'bad-frame 1'],
    ['throw oops', 'kinds-broken', 'unexpected 1'],
    ['raw NEW; raw NEW; chat hi', 'kinds-unknown', 'NEW 2'],
    ['chat hi', 'kinds-known', 'chat 1'],
    ['pong', 'nothing-said', undefined],
  ])('with the message "%s" gives %s', async (text, code, detail) => {
    const { wire, clock, report } = await listening()
    wire.say('accepted')
    wire.say(text)
    clock.advance(40_000)
    const { kinds } = await report()
    expect(kinds).toMatchObject({ code })
    expect(kinds?.detail).toBe(detail)
  })
})
