import { expect, test } from 'vitest'
import type { TestEvent } from '../../../proto/feed/schema/test-event.ts'
import type { TimedEvent } from '../../platform/platform.ts'
import { play } from './play.ts'

async function* eventsOf(times: readonly number[], text = 'a'): AsyncGenerator<TimedEvent, void> {
  for (const afterMs of times) {
    yield await Promise.resolve({ afterMs, event: { type: 'chat', text } as const })
  }
}

/** Plays events with a clock that sleeping advances, and sending too if it takes time. */
async function run(events: AsyncIterable<TimedEvent>, { speed = 1, sendMs = 0, until = Infinity }) {
  let now = 0
  const sent: [number, number][] = []
  await play(events, {
    speed,
    now: () => now,
    sleep: (delayMs) => {
      now = Math.min(until, now + delayMs)
      return Promise.resolve()
    },
    stopped: () => now >= until,
    send: (batch: readonly TestEvent[]) => {
      sent.push([now, batch.length])
      now += sendMs
      return Promise.resolve()
    },
  })
  return { sent, now }
}

test('events are sent at their time, divided by the speed', async () => {
  const times = [0, 0, 1000, 1000, 4000]
  expect((await run(eventsOf(times), {})).sent).toEqual([
    [0, 2],
    [1000, 2],
    [4000, 1],
  ])
  expect((await run(eventsOf(times), { speed: 10 })).sent).toEqual([
    [0, 2],
    [100, 2],
    [400, 1],
  ])
})

test('many events a second are sent in batches of at most a hundred', async () => {
  const times = Array.from({ length: 1000 }, (_, index) => index)
  const { sent, now } = await run(eventsOf(times), {})
  expect(sent.length).toBeLessThan(60)
  expect(now).toBeLessThan(1050)
  const atOnce = await run(eventsOf(times.map(() => 0)), {})
  expect(atOnce.sent).toEqual(Array.from({ length: 10 }, () => [0, 100]))
})

test('long events are sent in smaller batches', async () => {
  const { sent } = await run(eventsOf([0, 0, 0, 0], 'x'.repeat(9000)), {})
  expect(sent.map(([, count]) => count)).toEqual([2, 2])
})

test('a slow server gets the late events as fast as it accepts them', async () => {
  const times = [0, 1000, 2000, 3000]
  const { sent } = await run(eventsOf(times), { sendMs: 1500 })
  expect(sent).toEqual([
    [0, 1],
    [1500, 1],
    [3000, 2],
  ])
})

test('nothing more is sent after a stop', async () => {
  const { sent } = await run(eventsOf([0, 1000, 2000, 3000]), { until: 1500 })
  expect(sent).toEqual([
    [0, 1],
    [1000, 1],
  ])
})
