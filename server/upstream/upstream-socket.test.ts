import { expect, test } from 'vitest'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { createFakeDial } from '../lib/net/dial.fake.ts'
import type { Dial } from '../lib/net/dial.ts'
import { createConnectLimiter } from './connect-limiter.ts'
import type { Failure } from './machine/failure.ts'
import { UpstreamSocket } from './upstream-socket.ts'

function prepare({ perKey = 1, maxWaiting = 10 } = {}) {
  const clock = createFakeClock()
  const { dial, wires } = createFakeDial()
  const budget = createConnectLimiter({ clock, perSecond: 100, burst: 100, perKey, maxWaiting })
  const open = (by: Dial = dial, url = 'wss://one.example/') => {
    const calls: (string | Failure)[] = []
    const socket = new UpstreamSocket({
      clock,
      budget,
      dial: by,
      url,
      headers: {},
      handlers: {
        connected: () => calls.push('connected'),
        frame: (bytes) => calls.push(new TextDecoder().decode(bytes)),
        ended: (failure) => calls.push(failure),
      },
    })
    return { socket, calls }
  }
  return { clock, wires, open }
}

test('handshakes with one host run one after the other, and the permit ends with the handshake', () => {
  const { wires, open } = prepare()
  open()
  open()
  expect(wires).toHaveLength(1)
  wires[0]!.open()
  expect(wires).toHaveLength(2)
  wires[1]!.end({ kind: 'unreachable', cause: new Error('gone') })
  open()
  expect(wires).toHaveLength(3)
})

test('a socket that is closed before its permit is never dialed, and takes no permit from others', () => {
  const { wires, open } = prepare()
  open()
  open().socket.close()
  open()
  wires[0]!.open()
  expect(wires).toHaveLength(2)
})

test('a socket without a place in the queue fails at once', () => {
  const { open } = prepare({ maxWaiting: 1 })
  open()
  open()
  expect(open().calls).toMatchObject([{ kind: 'crowded' }])
})

test('a dialer that throws counts as an unreachable host, and takes no permit', () => {
  const { wires, open } = prepare()
  const broken: Dial = () => {
    throw new SyntaxError('Invalid URL: wss://?token=secret')
  }
  const { calls } = open(broken)
  expect(calls).toEqual([{ kind: 'unreachable', reason: 'no connection: SyntaxError' }])
  expect(open(broken, 'no address').calls).toHaveLength(1)
  open()
  expect(wires).toHaveLength(1)
})

test('a handshake without end is given up, whatever comes later', () => {
  const { clock, wires, open } = prepare()
  const { calls } = open()
  clock.advance(15_000)
  expect(calls).toMatchObject([{ kind: 'unreachable' }])
  expect(wires[0]!.state).toBe('terminated')
  wires[0]!.open()
  wires[0]!.say('late')
  wires[0]!.end()
  expect(calls).toHaveLength(1)
})

test('a close that is answered needs no force; one that is not answered is followed by it', () => {
  const { clock, wires, open } = prepare()
  const polite = open()
  wires[0]!.open()
  polite.socket.close()
  polite.socket.close()
  expect(wires[0]!.state).toBe('closing')
  wires[0]!.end()
  const rude = open()
  wires[1]!.open()
  rude.socket.close()
  clock.advance(2_000)
  expect(wires.map(({ state }) => state)).toEqual(['ended', 'terminated'])
  expect(polite.calls).toEqual(['connected'])
})
