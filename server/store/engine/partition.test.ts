import fc from 'fast-check'
import { expect, test } from 'vitest'
import { daysAround } from './partition.ts'

test('partitions cover yesterday to seven days ahead, in UTC', () => {
  const days = daysAround(Date.UTC(2026, 11, 31, 23, 59))
  expect(days.map(({ name }) => name)).toEqual([
    'events_20261230',
    'events_20261231',
    'events_20270101',
    'events_20270102',
    'events_20270103',
    'events_20270104',
    'events_20270105',
    'events_20270106',
    'events_20270107',
  ])
  expect(days[1]).toMatchObject({ from: Date.UTC(2026, 11, 31), to: Date.UTC(2027, 0, 1) })
})

test('the current time is in the second partition, and partitions are adjacent without overlap', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), (now) => {
      const days = daysAround(now)
      expect(days[1]!.from).toBeLessThanOrEqual(now)
      expect(days[1]!.to).toBeGreaterThan(now)
      for (const [index, day] of days.slice(1).entries()) expect(day.from).toBe(days[index]!.to)
    }),
  )
})
