import { expect, test } from 'vitest'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { type ConnectLimiterParts, createConnectLimiter } from './connect-limiter.ts'

function open(parts: Partial<ConnectLimiterParts> = {}) {
  const clock = createFakeClock()
  const limits = { perSecond: 10, burst: 3, perKey: 100, maxWaiting: 100, ...parts }
  const budget = createConnectLimiter({ clock, ...limits })
  const started: string[] = []
  const enter = (name: string, key = 'host') => budget.enter(key, () => started.push(name))
  return { clock, enter, started }
}

test('a burst starts at once, the rest in order at the long-run rate', () => {
  const { clock, enter, started } = open()
  for (const name of ['a', 'b', 'c', 'd', 'e']) enter(name)
  expect(started).toEqual(['a', 'b', 'c'])
  clock.advance(100)
  expect(started).toEqual(['a', 'b', 'c', 'd'])
  clock.advance(100)
  expect(started).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('a pause saves up no more than a burst', () => {
  const { clock, enter, started } = open()
  clock.advance(3_600_000)
  for (const name of ['a', 'b', 'c', 'd', 'e']) enter(name)
  expect(started).toHaveLength(3)
})

test('two hundred sources that lost the network reconnect at ten a second', () => {
  const { clock, enter, started } = open({ burst: 20, perKey: 1_000, maxWaiting: 1_000 })
  for (let source = 0; source < 200; source++) enter(String(source))
  clock.advance(5_000)
  expect(started).toHaveLength(70)
  clock.advance(13_000)
  expect(started).toHaveLength(200)
})

test('a key that is full waits for a permit of its own, other keys do not', () => {
  const { enter, started } = open({ perKey: 1, burst: 10 })
  const first = enter('a1', 'a')
  enter('a2', 'a')
  enter('a3', 'a')
  enter('b1', 'b')
  expect(started).toEqual(['a1', 'b1'])
  first?.leave()
  first?.leave()
  expect(started).toEqual(['a1', 'b1', 'a2'])
})

test('a source that leaves the queue is never started, and takes no permit', () => {
  const { clock, enter, started } = open({ burst: 1 })
  enter('a')
  enter('b')?.leave()
  enter('c')
  clock.advance(100)
  expect(started).toEqual(['a', 'c'])
})

test('a full queue rejects the next source', () => {
  const { enter } = open({ burst: 1, maxWaiting: 2 })
  for (const name of ['a', 'b', 'c']) expect(enter(name)).toBeDefined()
  expect(enter('d')).toBeUndefined()
})
