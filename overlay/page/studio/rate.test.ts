import { expect, test } from 'vitest'
import { type Beats, ratePerSecond, withBeats } from './rate.ts'

test('a rate is the mean of the last five seconds and falls to zero', () => {
  let beats: Beats = []
  for (let second = 0; second < 10; second++) beats = withBeats(beats, 12, second * 1_000)
  expect(beats).toHaveLength(60)
  expect(ratePerSecond(beats, 9_000)).toBe(12)
  expect(ratePerSecond(beats, 12_000)).toBe(4.8)
  expect(ratePerSecond(beats, 20_000)).toBe(0)
})
