import { expect, test } from 'vitest'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { createFakeDial } from '../lib/net/dial.fake.ts'
import type { Phase } from './machine/state.ts'
import type { Report } from './network.ts'
import { toyNetwork, toyPlatform } from './platform.fake.ts'
import { SourceSession } from './session.ts'

const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Creates a session with a listener, up to its first socket. */
async function listen(listener: Partial<Report> = {}) {
  const clock = createFakeClock()
  const { dial, wires } = createFakeDial()
  const faults: string[] = []
  const phases: Phase[] = []
  const session = new SourceSession({
    platform: toyPlatform(),
    ref: '7',
    sink: { recent: [], publish: () => undefined, publishRaw: () => undefined },
    network: toyNetwork(clock, dial),
    report: {
      fault: (kind) => void faults.push(kind),
      sample: () => undefined,
      failure: () => undefined,
      phase: (phase) => void phases.push(phase),
      ...listener,
    },
  })
  await settle()
  return { session, wires, faults, phases, names: () => phases.map(({ name }) => name) }
}

test('a listener receives each phase, and the failure that ended the one before', async () => {
  const { session, wires, phases, names } = await listen()
  wires[0]?.open()
  wires[0]?.say('accepted')
  wires[0]?.end()
  await session.close()
  expect(names()).toEqual([
    'resolving',
    'opening',
    'dialing',
    'greeting',
    'live',
    'waiting',
    'stopped',
  ])
  expect(phases[5]).toMatchObject({ failure: { kind: 'lost' } })
})

test('a listener receives each frame and its content, also of one that cannot be read', async () => {
  const seen: unknown[] = []
  const { session, wires } = await listen({
    reading: ({ drafts, faults }, frame) =>
      void seen.push([new TextDecoder().decode(frame), drafts.length, faults.length]),
  })
  wires[0]?.open()
  wires[0]?.say('accepted; chat hi')
  wires[0]?.say('throw oops')
  await session.close()
  expect(seen).toEqual([
    ['accepted; chat hi', 1, 0],
    ['throw oops', 0, 1],
  ])
})

test('an exception in a listener of frames is a fault, and the frame is published', async () => {
  const { session, wires, faults, names } = await listen({
    reading: () => {
      throw new Error('a defect')
    },
  })
  wires[0]?.open()
  wires[0]?.say('accepted')
  expect([names().at(-1), faults]).toEqual(['live', ['unexpected']])
  await session.close()
})

test('a waiting session makes its next attempt at once on request, any other does nothing', async () => {
  const { session, wires } = await listen()
  session.retry()
  expect(wires).toHaveLength(1)
  wires[0]?.end({ kind: 'unreachable', cause: new Error('away') })
  session.retry()
  expect(wires.map(({ url }) => url)).toEqual(['wss://one.example/', 'wss://two.example/'])
  await session.close()
})
