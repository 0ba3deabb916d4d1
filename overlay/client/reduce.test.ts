import { describe, expect, test } from 'vitest'
import type { FeedMessage } from '../../proto/feed/index.ts'
import { chatEvent, helloFrame } from './io.fake.ts'
import { type FeedState, initialState, reduce, seen } from './reduce.ts'

const envelope = { v: 1, room: 'r', at: 1, receivedAt: 1 } as const

function after(...messages: readonly FeedMessage[]): FeedState {
  return messages.reduce<FeedState>(
    (state, message) => reduce(state, { kind: 'message', message }),
    initialState,
  )
}

describe('position', () => {
  test('is the highest of hello, events and heads', () => {
    expect(after(helloFrame({ seq: 4 })).position).toEqual({ epoch: 'e1', seq: 4 })
    expect(after(helloFrame({ seq: 4 }), chatEvent(5)).position?.seq).toBe(5)
    expect(after(helloFrame({ seq: 4 }), { frame: 'head', seq: 9 }).position?.seq).toBe(9)
    expect(
      after(helloFrame({ seq: 4 }), { frame: 'head', seq: 9 }, chatEvent(7)).position?.seq,
    ).toBe(9)
  })

  test('starts a new epoch after its gap, even at a lower number', () => {
    const hello = [helloFrame({ seq: 400 }), helloFrame({ epoch: 'e2', seq: 3 })]
    const gap = { frame: 'gap', from: 1, to: 3, reason: 'epoch', epoch: 'e2' } as const
    expect(after(...hello).position).toEqual({ epoch: 'e1', seq: 400 })
    expect(after(...hello, gap).position).toEqual({ epoch: 'e2', seq: 3 })
    expect(after(...hello, chatEvent(4)).position).toEqual({ epoch: 'e2', seq: 4 })
  })

  test('waits for the gap that has to follow a hello without resume', () => {
    const hello = [helloFrame({ seq: 4 }), helloFrame({ seq: 9 })]
    const gap = { frame: 'gap', from: 5, to: 9, reason: 'expired' } as const
    expect(after(...hello).position?.seq).toBe(4)
    expect(after(...hello, gap).position?.seq).toBe(9)
  })

  test('goes back with a log that lost its end: nothing is delivered twice, nothing new is dropped', () => {
    const state = after(helloFrame({ seq: 90 }), helloFrame({ seq: 80 }))
    expect(state.position?.seq).toBe(80)
    expect(seen(state, chatEvent(81))).toBe(false)
  })

  test('moves past a gap, so that the same gap is not reported twice', () => {
    const gap = { frame: 'gap', from: 5, to: 20, reason: 'expired' } as const
    expect(after(helloFrame({ seq: 4 }), gap).position?.seq).toBe(20)
  })

  test('stays before the events that a skip frame leaves in', () => {
    const skip = { frame: 'skip', from: 5, to: 20, counts: { like: 3, enter: 4 } } as const
    const state = after(helloFrame({ seq: 4 }), skip)
    expect(state.position?.seq).toBe(4)
    expect(state.skipped).toBe(7)
  })
})

test('counts gaps and the events lost in them', () => {
  const state = after(
    helloFrame(),
    { frame: 'gap', from: 1, to: 10, reason: 'slow' },
    { frame: 'gap', from: 1, to: 0, reason: 'epoch' },
  )
  expect([state.gaps, state.missed]).toEqual([2, 10])
})

test('has the latest facts of each source, initially those of hello', () => {
  const open = {
    ...envelope,
    type: 'source',
    id: 'a',
    seq: 1,
    source: 'demo:busy',
    state: 'open',
  } as const
  const stats = {
    ...envelope,
    type: 'stats',
    id: 'b',
    seq: 2,
    source: 'demo:busy',
    online: 7,
  } as const
  const stalled = { ...open, id: 'c', seq: 3, state: 'stalled' } as const
  const state = after(helloFrame({ state: [open] }), stats, stalled)
  expect(state.sources['demo:busy']).toEqual({ source: stalled, stats })
})

test('a stats event keeps the figures of earlier ones that it does not repeat', () => {
  const stats = { ...envelope, type: 'stats', source: 'demo:busy' } as const
  const { sources } = after(
    helloFrame(),
    { ...stats, id: 'a', seq: 1, online: 7, likes: 1 },
    { ...stats, id: 'b', seq: 2, seen: 9 },
    { ...stats, id: 'c', seq: 3, likes: 2 },
  )
  expect(sources['demo:busy']?.stats).toMatchObject({ id: 'c', online: 7, likes: 2, seen: 9 })
})

test('a hello replaces the state, so that a removed source does not stay', () => {
  const gone = {
    ...envelope,
    type: 'source',
    id: 'a',
    seq: 1,
    source: 'demo:1',
    state: 'open',
  } as const
  expect(after(helloFrame({ state: [gone] }), helloFrame()).sources).toEqual({})
})
