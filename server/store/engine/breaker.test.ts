import { expect, test } from 'vitest'
import { createFakeClock } from '../../lib/time/clock.fake.ts'
import { createBreaker, maxFailures, openMs } from './breaker.ts'
import { DatabaseUnavailable, StatementFailed } from './db.ts'

/** Returns a breaker before a database that a test switches off. */
function createGuarded() {
  const clock = createFakeClock()
  const breaker = createBreaker(clock)
  const guarded = { clock, asked: 0, away: true, ask: async () => 'answer' }
  guarded.ask = () =>
    breaker.run(async () => {
      guarded.asked += 1
      if (guarded.away) throw new DatabaseUnavailable('away', 'connection refused')
      return 'answer'
    })
  return guarded
}

const outcomes = async (guarded: { readonly ask: () => Promise<string> }, count: number) => {
  const all: string[] = []
  for (let i = 0; i < count; i++) all.push(await guarded.ask().catch(String))
  return all
}

test('S2-5 after 5 failures in a row no call reaches the database for 2 s', async () => {
  const guarded = createGuarded()
  await outcomes(guarded, maxFailures + 100)
  expect(guarded.asked).toBe(5)
  guarded.clock.advance(openMs - 1)
  await expect(guarded.ask()).rejects.toMatchObject({ absence: 'away' })
  expect([guarded.asked, openMs]).toEqual([5, 2_000])
})

test('S2-5 after that one call asks, and the others are refused until it has an answer', async () => {
  const guarded = createGuarded()
  await outcomes(guarded, maxFailures)
  guarded.clock.advance(openMs)
  guarded.away = false
  const [probe, other] = [guarded.ask(), guarded.ask()]
  await expect(other).rejects.toThrow(DatabaseUnavailable)
  expect(await probe).toBe('answer')
  expect(await outcomes(guarded, 3)).toEqual(['answer', 'answer', 'answer'])
})

test('S2-5 if that call fails, the next one is 2 s later', async () => {
  const guarded = createGuarded()
  await outcomes(guarded, maxFailures)
  for (const tries of [6, 7, 8]) {
    guarded.clock.advance(openMs)
    await outcomes(guarded, 10)
    expect(guarded.asked).toBe(tries)
  }
})

test('S2-5 failures that are not in a row, and refused statements, change nothing', async () => {
  const guarded = createGuarded()
  for (let i = 0; i < 3; i++) {
    guarded.away = true
    await outcomes(guarded, maxFailures - 1)
    guarded.away = false
    await outcomes(guarded, 1)
  }
  expect(guarded.asked).toBe(15)
  const breaker = createBreaker(createFakeClock())
  const refuse = () => breaker.run(() => Promise.reject(new StatementFailed('no', '23505')))
  for (let i = 0; i < 10; i++) await expect(refuse()).rejects.toThrow(StatementFailed)
})

test('S2-5 a job that began before the failures, and succeeds, closes the breaker', async () => {
  const clock = createFakeClock()
  const breaker = createBreaker(clock)
  let finish = (): void => undefined
  const early = breaker.run(() => new Promise<void>((resolve) => (finish = resolve)))
  const fail = () => breaker.run(() => Promise.reject(new DatabaseUnavailable('away')))
  for (let i = 0; i < 6; i++) await expect(fail()).rejects.toThrow(DatabaseUnavailable)
  expect(breaker.check).toThrow(DatabaseUnavailable)
  finish()
  await early
  expect(breaker.check).not.toThrow()
  clock.advance(openMs)
  const both = [breaker.run(async () => 1), breaker.run(async () => 2)]
  expect(await Promise.all(both)).toEqual([1, 2])
})
