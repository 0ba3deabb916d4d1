import { gzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { feedEvent } from '../../../../proto/feed/schema/event.ts'
import type { FeedEvent } from '../../../../proto/feed/index.ts'
import { asTest } from './event.ts'
import { makeEvent, testKinds } from './made.ts'
import { NoRecording, readRecording } from './recording.ts'
import { burstSize, Traffic } from './traffic.ts'

/** Returns a random source with a fixed seed. */
function seeded(): () => number {
  let state = 7
  return () => {
    state = (state * 16_807) % 2_147_483_647
    return state / 2_147_483_647
  }
}

function createRig() {
  let now = 0
  let beat: (() => void) | undefined
  const sent: FeedEvent[] = []
  const traffic = new Traffic((events) => sent.push(...events), {
    now: () => now,
    random: seeded(),
    every: (_ms, call) => {
      beat = call
      return () => (beat = undefined)
    },
  })
  const pass = (ms: number): void => {
    for (let rest = ms; rest > 0; rest -= 50) {
      now += 50
      beat?.()
    }
  }
  return { traffic, sent, pass }
}

const line = (id: string, receivedAt: number): string =>
  JSON.stringify({ v: 1, type: 'chat', id, text: id, receivedAt })
const pack = (text: string): Uint8Array => gzipSync(new TextEncoder().encode(text))

test('generated events arrive at the chosen rate, and each is a test event with a unique id', () => {
  const { traffic, sent, pass } = createRig()
  traffic.set('made', 20, [])
  pass(5_000)
  expect(sent).toHaveLength(100)
  expect(new Set(sent.map(({ id }) => id)).size).toBe(100)
  expect(sent.every(({ id }) => id.startsWith('test:'))).toBe(true)
  traffic.set('live', 20, [])
  pass(5_000)
  expect(sent).toHaveLength(100)
})

test('a burst arrives at once', () => {
  const { traffic, sent } = createRig()
  traffic.burst()
  expect(sent).toHaveLength(burstSize)
})

test('a recording is played in a loop at its own pace', async () => {
  const recording = await readRecording(pack([line('a', 10_000), line('b', 11_000)].join('\n')))
  const { traffic, sent, pass } = createRig()
  traffic.set('recorded', 20, recording)
  pass(900)
  expect(sent.map((event) => 'text' in event && event.text)).toEqual(['a'])
  pass(3_000)
  expect(sent.map((event) => 'text' in event && event.text)).toEqual(['a', 'b', 'a', 'b'])
  expect(new Set(sent.map(({ id }) => id)).size).toBe(4)
})

test('a cut-off line is ignored, plain text is read too, and an invalid recording is an error', async () => {
  const text = `${line('b', 2)}\n${line('a', 1)}\n{"type":"ch`
  const events = await readRecording(new TextEncoder().encode(text))
  expect(events.map(({ event }) => event.id)).toEqual(['b', 'a'])
  await expect(readRecording(pack('\n'))).rejects.toThrow(NoRecording)
  await expect(readRecording(pack(text).subarray(0, 30).fill(0, 12))).rejects.toThrow(NoRecording)
})

test('a file that unpacks to more than the maximum size is refused', async () => {
  await expect(readRecording(gzipSync(new Uint8Array(100_000)), 99_999)).rejects.toThrow('large')
})

test.each(testKinds)('a test event %s is an event of the contract', (kind) => {
  const random = seeded()
  const events = Array.from({ length: 50 }, (_, index) =>
    asTest(makeEvent(kind, random), String(index), 1),
  )
  expect(events.map((event) => feedEvent.safeParse(event).error?.message)).toEqual(
    events.map(() => undefined),
  )
})
