import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type BroadcastInput,
  broadcastInputs,
  type BroadcastState,
  notStarted,
  stateAfterRestart,
  stepBroadcast,
} from './broadcast-state.ts'

const live: BroadcastState = { code: 1 }
const lost: BroadcastState = { code: 2, cause: 'lost' }
const paused: BroadcastState = { code: 2, cause: 'host', streaming: true }
const pausedAndLost: BroadcastState = { code: 2, cause: 'host', streaming: false }
const ended: BroadcastState = { code: 3 }

type Row = readonly [BroadcastState, Readonly<Record<BroadcastInput, BroadcastState | string>>]

const table: readonly Row[] = [
  [
    notStarted,
    {
      published: live,
      lost: notStarted,
      expired: notStarted,
      pause: 'not-started',
      resume: 'not-started',
      end: ended,
    },
  ],
  [
    live,
    {
      published: 'already-live',
      lost,
      expired: live,
      pause: paused,
      resume: live,
      end: ended,
    },
  ],
  [
    lost,
    {
      published: live,
      lost,
      expired: notStarted,
      pause: pausedAndLost,
      resume: 'no-stream',
      end: ended,
    },
  ],
  [
    paused,
    {
      published: 'already-live',
      lost: pausedAndLost,
      expired: paused,
      pause: paused,
      resume: live,
      end: ended,
    },
  ],
  [
    pausedAndLost,
    {
      published: paused,
      lost: pausedAndLost,
      expired: notStarted,
      pause: pausedAndLost,
      resume: 'no-stream',
      end: ended,
    },
  ],
  [
    ended,
    {
      published: 'ended',
      lost: ended,
      expired: ended,
      pause: 'ended',
      resume: 'ended',
      end: ended,
    },
  ],
]

test.each(table)('S4-17 the state %j goes on as the table says', (state, row) => {
  const outcomes = broadcastInputs.map((input) => {
    const step = stepBroadcast(state, input)
    return [input, step.refused ?? step.state]
  })
  expect(Object.fromEntries(outcomes)).toEqual(row)
})

test('S4-17 of all 16 pairs of states exactly the allowed ones are reached', () => {
  const pairs = table.flatMap(([state]) =>
    broadcastInputs.flatMap((input) => {
      const step = stepBroadcast(state, input)
      return step.refused === undefined && step.state.code !== state.code
        ? [`${state.code}→${step.state.code}`]
        : []
    }),
  )
  const allowed = ['0→1', '0→3', '1→2', '1→3', '2→0', '2→1', '2→3']
  expect([...new Set(pairs)].toSorted()).toEqual(allowed)
})

test('any sequence of inputs stays in the table, and nothing follows the end', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...broadcastInputs)), (inputs) => {
      let state = notStarted
      for (const input of inputs) {
        const step = stepBroadcast(state, input)
        const next = step.refused === undefined ? step.state : state
        expect(state.code === 3 && next !== state).toBe(false)
        expect(table.map(([known]) => known)).toContainEqual(next)
        state = next
      }
    }),
  )
})

test('a restart of the server resets what was live or paused, and nothing else', () => {
  for (const state of [live, lost, paused, pausedAndLost]) {
    expect(stateAfterRestart(state)).toEqual(notStarted)
  }
  for (const state of [notStarted, ended]) expect(stateAfterRestart(state)).toBe(state)
})
