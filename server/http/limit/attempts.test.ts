import { expect, test } from 'vitest'
import { createFakeClock } from '../../lib/time/clock.fake.ts'
import { Attempts } from './attempts.ts'
import { createTokenBuckets } from '../../lib/time/token-bucket.ts'

const open = () => {
  const clock = createFakeClock()
  return new Attempts(createTokenBuckets({ size: 3, fullMs: 900_000 }, clock), clock)
}
const of = (hash: string) => ({ key: '203.0.113.7', hash })

test('a hundred simultaneous requests with one right secret are one attempt', async () => {
  const attempts = open()
  const checks = await Promise.all(
    Array.from({ length: 100 }, () => attempts.check(of('right'), async () => 'owner')),
  )
  expect(new Set(checks)).toEqual(new Set(['owner']))
})

test('a hundred simultaneous requests with one wrong secret are one attempt', async () => {
  const attempts = open()
  let checked = 0
  const checks = await Promise.all(
    Array.from({ length: 100 }, () =>
      attempts.check(of('wrong'), async () => {
        checked += 1
        return undefined
      }),
    ),
  )
  expect(checks).toEqual(Array.from({ length: 100 }, () => undefined))
  expect(checked).toBe(1)
})

test('simultaneous requests with different wrong secrets are limited', async () => {
  const attempts = open()
  const results = await Promise.allSettled(
    Array.from({ length: 10 }, (_, index) =>
      attempts.check(of(`wrong ${index}`), async () => undefined),
    ),
  )
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
})

test('a check that fails is not an attempt, and the next request checks again', async () => {
  const attempts = open()
  const fail = async (): Promise<string> => {
    throw new Error('the database is away')
  }
  const results = await Promise.allSettled(
    Array.from({ length: 10 }, () => attempts.check(of('right'), fail)),
  )
  expect(results.every(({ status }) => status === 'rejected')).toBe(true)
  expect(await attempts.check(of('right'), async () => 'owner')).toBe('owner')
})
