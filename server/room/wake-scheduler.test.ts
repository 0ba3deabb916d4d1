import { expect, test } from 'vitest'
import type { Clock } from '../lib/time/clock.ts'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { createWakeScheduler } from './wake-scheduler.ts'

const hour = 3_600_000

test('a room is due once, when its moment has come', () => {
  const clock = createFakeClock()
  const due: string[] = []
  const timetable = createWakeScheduler(clock, (slug) => due.push(slug))
  timetable.set('night', clock.now() + hour)
  clock.advance(hour - 1)
  expect(due).toEqual([])
  clock.advance(1)
  expect(due).toEqual(['night'])
  clock.advance(24 * hour)
  expect(due).toEqual(['night'])
})

test('a second call of set moves it, and nothing is due after the close', () => {
  const clock = createFakeClock()
  const due: string[] = []
  const timetable = createWakeScheduler(clock, (slug) => due.push(slug))
  timetable.set('night', clock.now() + hour)
  timetable.set('night', clock.now() + 2 * hour)
  timetable.set('day', clock.now() + hour)
  timetable.set('day', undefined)
  clock.advance(hour)
  expect(due).toEqual([])
  timetable.close()
  clock.advance(5 * hour)
  expect(due).toEqual([])
})

test('T-CLK-1 a system clock that is put forward is noticed within a minute, once', () => {
  const fake = createFakeClock()
  let putForwardMs = 0
  const clock: Clock = { now: () => fake.now() + putForwardMs, after: fake.after }
  const due: number[] = []
  const timetable = createWakeScheduler(clock, () => due.push(fake.now()))
  const start = fake.now()
  timetable.set('night', start + 24 * hour)
  fake.advance(hour)
  putForwardMs = 24 * hour
  fake.advance(60_000)
  expect(due).toEqual([start + hour + 60_000])
  putForwardMs = -hour
  fake.advance(48 * hour)
  expect(due).toHaveLength(1)
})
