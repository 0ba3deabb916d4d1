import { expect, test } from 'vitest'
import type { Draft } from '../../proto/feed/index.ts'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { Unreadable } from '../lib/file/text-line.ts'
import type { TimedEvent } from '../platform/platform.ts'
import { runRecording } from './recorded.ts'

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

async function* eventsOf(
  list: readonly TimedEvent[],
  end: () => void = () => undefined,
): AsyncGenerator<TimedEvent, void> {
  try {
    for (const one of list) yield await Promise.resolve(one)
  } finally {
    end()
  }
}

function start(events: AsyncGenerator<TimedEvent, void>) {
  const clock = createFakeClock()
  const published: Draft[] = []
  const session = runRecording(events, { publish: (draft) => published.push(draft) }, clock)
  const types = (): readonly string[] => published.map(({ type }) => type)
  return { clock, published, session, types }
}

const enter = (afterMs: number): TimedEvent => ({ afterMs, event: { type: 'enter' } })

test('events are published when they are due, once, and so is the end', async () => {
  const { clock, published, types } = start(eventsOf([enter(0), enter(1000), enter(5000)]))
  await settled()
  expect(types()).toEqual(['source', 'enter'])
  for (const [ms, count] of [
    [999, 2],
    [1, 3],
    [3999, 3],
    [1, 5],
    [60_000, 5],
  ] as const) {
    clock.advance(ms)
    await settled()
    expect(published).toHaveLength(count)
  }
  expect(published.at(-1)).toEqual({
    type: 'source',
    state: 'ended',
    reason: 'the recording is over',
    reasonCode: 'recording-ended',
  })
})

test('played events are marked as tests, and have ids and times of this play', async () => {
  const id = 'bilibili:1'
  const { clock, published } = start(
    eventsOf([
      { afterMs: 0, event: { type: 'chat', text: 'a', id, at: 5, source: 'bilibili:9' } },
      { afterMs: 0, event: { type: 'retract', target: { events: [id] } } },
      enter(0),
    ]),
  )
  await settled()
  const prefix = `test:${clock.now()}.`
  expect(published.slice(1, -1)).toEqual([
    { type: 'chat', text: 'a', id: `${prefix}${id}`, test: true },
    { type: 'retract', target: { events: [`${prefix}${id}`] }, id: `${prefix}2`, test: true },
    { type: 'enter', id: `${prefix}3`, test: true },
  ])
})

test('a recording without times is played in bursts, and other sources get their time between', async () => {
  const { clock, published } = start(eventsOf(Array.from({ length: 500 }, () => enter(0))))
  await settled()
  expect(published).toHaveLength(1 + 200)
  clock.advance(20)
  await settled()
  expect(published).toHaveLength(1 + 400)
})

test.each([
  [new Unreadable('line 7: not JSON'), 'line 7: not JSON'],
  [new Error("EIO: '/home/secret/folder'"), 'the recording cannot be read'],
])(
  'a recording that cannot be read further is a failure of its source, without the name of a folder: %s',
  async (error, reason) => {
    async function* broken(): AsyncGenerator<TimedEvent, void> {
      await settled()
      yield enter(0)
      throw error
    }
    const { published } = start(broken())
    await settled()
    await settled()
    expect(published.at(-1)).toEqual({
      type: 'source',
      state: 'failed',
      reason,
      reasonCode: 'recording-unreadable',
    })
  },
)

test('a stop closes the file, also during a pause, and publishes nothing more', async () => {
  let closed = false
  const list = [enter(0), enter(60_000), enter(120_000)]
  const { clock, session, types } = start(eventsOf(list, () => (closed = true)))
  await settled()
  await session.close()
  clock.advance(200_000)
  await settled()
  expect([closed, types()]).toEqual([true, ['source', 'enter']])
})
