import { expect, test } from 'vitest'
import { createFakeClock } from './clock.fake.ts'
import { guardedClock } from './guarded-clock.ts'

test('a call that throws is reported, and the clock continues', () => {
  const fake = createFakeClock()
  const thrown: unknown[] = []
  const clock = guardedClock(fake, (error) => thrown.push(error))
  const fault = new TypeError('a fault')
  let calls = 0
  clock.after(10, () => {
    throw fault
  })
  clock.after(20, () => (calls += 1))
  clock.after(20, () => (calls += 10)).cancel()
  fake.advance(30)
  expect([thrown, calls, clock.now()]).toEqual([[fault], 1, fake.now()])
})
