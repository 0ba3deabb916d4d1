import { expect, test } from 'vitest'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { longestResting, watchIdle } from './idle-watch.ts'

const times = { restMs: 30_000, idleMs: 300_000 }

function watched() {
  const clock = createFakeClock()
  const log: string[] = []
  let readers = 0
  const call = (name: string) => (): void => void log.push(name)
  const room = { readers: () => readers, rest: call('rest'), wake: call('wake') }
  const watch = watchIdle({ ...room, expire: call('expire') }, times, clock)
  return { clock, log, watch, read: (count: number) => (readers = count) }
}

test('a room without readers rests after a while, and expires later', () => {
  const { clock, log, watch } = watched()
  clock.advance(29_999)
  expect([log, watch.restingSince]).toEqual([[], undefined])
  clock.advance(1)
  expect([log, watch.restingSince]).toEqual([['rest'], clock.now()])
  clock.advance(269_999)
  expect(log).toEqual(['rest'])
  clock.advance(1)
  expect(log).toEqual(['rest', 'expire'])
  clock.advance(1_000_000)
  expect(log).toHaveLength(2)
})

test('a room with readers neither rests nor expires, and rests soon after its last reader', () => {
  const { clock, log, read } = watched()
  read(1)
  clock.advance(1_000_000)
  expect(log).toEqual([])
  read(0)
  clock.advance(40_000)
  expect(log).toEqual(['rest'])
})

test('a resting room wakes before its next reader, and all its times start again', () => {
  const { clock, log, watch } = watched()
  clock.advance(290_000)
  watch.renew()
  expect([log, watch.restingSince]).toEqual([['rest', 'wake'], undefined])
  clock.advance(290_000)
  expect(log).toEqual(['rest', 'wake', 'rest'])
})

test('a closed watch does nothing more', () => {
  const { clock, log, watch } = watched()
  watch.close()
  clock.advance(1_000_000)
  expect(log).toEqual([])
})

test('of several rooms the one that has rested the longest is returned, or none', () => {
  const watchOf = (restingSince: number | undefined) => ({
    restingSince,
    renew: () => undefined,
    close: () => undefined,
  })
  const rooms = [{}, { since: 5 }, { since: 3 }, { since: 4 }]
  const find = (some: readonly { readonly since?: number }[]) =>
    longestResting(some, ({ since }) => watchOf(since))
  expect(find(rooms)).toBe(rooms[2])
  expect(find([{}])).toBeUndefined()
  expect(longestResting(rooms, () => undefined)).toBeUndefined()
})
