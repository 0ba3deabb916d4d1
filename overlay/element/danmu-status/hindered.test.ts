import { expect, test } from 'vitest'
import { type FeedState, initialState } from '../../client/reduce.ts'
import { fakeEvent } from '../base/event.fake.ts'
import { hinderedIn, isHindered } from './hindered.ts'

test.each([
  [{ state: 'connecting' }, false],
  [{ state: 'connecting', reasonCode: 'timed-out' }, true],
  [{ state: 'connecting', reason: 'of an older relay' }, true],
  [{ state: 'connecting', retryAt: 5 }, true],
  [{ state: 'open', reasonCode: 'login-expired' }, false],
] as const)('B6 a source that says %j is hindered: %s', (over, hindered) => {
  expect(isHindered(fakeEvent('source', over))).toBe(hindered)
})

const hindered = { state: 'connecting', retryAt: 1 } as const

test('B6 a source that cannot connect keeps the time at which that began', () => {
  const state = (...names: readonly string[]): FeedState => ({
    ...initialState,
    sources: Object.fromEntries(
      ['a', 'b'].map((name) => [
        name,
        { source: fakeEvent('source', names.includes(name) ? hindered : { state: 'open' }) },
      ]),
    ),
  })
  const first = hinderedIn(state('a'), new Map(), 10)
  const both = hinderedIn(state('a', 'b'), first, 20)
  const last = hinderedIn(state('b'), both, 30)
  expect([...both]).toEqual([
    ['a', 10],
    ['b', 20],
  ])
  expect([...last]).toEqual([['b', 20]])
})
