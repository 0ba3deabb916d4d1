import fc from 'fast-check'
import { expect, test } from 'vitest'
import { attemptsOnceProven, delayOf, noAttempts, pollMs, type Schedule } from './delay.ts'
import type { Failure, FailureKind } from './failure.ts'

const s = 1_000
const minute = 60 * s

interface Row {
  readonly kind: FailureKind
  readonly schedule: Schedule
  readonly attempt: number
  readonly lowMs: number
  readonly highMs: number
  readonly state: string
}

const row = (
  kind: FailureKind,
  schedule: Schedule,
  attempt: number,
  [lowMs, highMs, state]: [number, number, string],
): Row => ({ kind, schedule, attempt, lowMs, highMs, state })

test.each([
  row('lost', 'plain', 0, [0, 500, 'connecting']),
  row('lost', 'plain', 3, [0, 4 * s, 'connecting']),
  row('lost', 'plain', 40, [0, 30 * s, 'connecting']),
  row('unreachable', 'plain', 1, [0, 1 * s, 'connecting']),
  row('unanswered', 'plain', 2, [0, 2 * s, 'connecting']),
  row('crowded', 'plain', 0, [0, 500, 'connecting']),
  row('silent', 'plain', 0, [0, 500, 'stalled']),
  row('stalled', 'plain', 0, [0, 500, 'stalled']),
  row('refused', 'refused', 0, [0, 1 * s, 'connecting']),
  row('refused', 'refused', 2, [0, 4 * s, 'connecting']),
  row('refused', 'refused', 3, [30 * s, minute, 'blocked']),
  row('risk-control', 'risk', 0, [30 * s, minute, 'blocked']),
  row('risk-control', 'risk', 2, [30 * s, 4 * minute, 'blocked']),
  row('risk-control', 'risk', 9, [30 * s, 10 * minute, 'blocked']),
  row('not-found', 'absent', 5, [5 * minute, 6 * minute, 'failed']),
  row('forbidden', 'absent', 0, [5 * minute, 6 * minute, 'failed']),
  row('offline', 'offline', 7, [30 * s, minute, 'ended']),
])('$kind, attempt $attempt: $lowMs to $highMs ms, $state (S0-11, S3-4)', (expected) => {
  const { kind, schedule, attempt, lowMs, highMs, state } = expected
  const attempts = { ...noAttempts, [schedule]: attempt }
  const at = (jitter: number) => delayOf({ kind, reason: '' }, attempts, jitter)
  expect(at(0)).toMatchObject({ state, delayMs: lowMs })
  expect(at(0.5).delayMs).toBe((lowMs + highMs) / 2)
  expect(at(1).delayMs).toBe(highMs)
})

test('a room that is not live is polled again after 30 to 60 s (S0-13)', () => {
  expect([pollMs(0), pollMs(1)]).toEqual([30 * s, minute])
})

test('a delay that the server requests comes before any jitter', () => {
  const failure: Failure = { kind: 'lost', reason: '', leastMs: 3 * s }
  expect(delayOf(failure, noAttempts, 0).delayMs).toBe(3 * s)
  expect(delayOf(failure, noAttempts, 1).delayMs).toBe(3.5 * s)
})

test('no delay leaves its bounds, whatever happened before', () => {
  const count = fc.nat(3_000)
  const attempts = fc.record({
    plain: count,
    refused: count,
    risk: count,
    absent: count,
    offline: count,
  })
  const kinds: FailureKind[] = ['lost', 'silent', 'refused', 'risk-control', 'not-found', 'offline']
  const jitter = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(fc.constantFrom(...kinds), attempts, jitter, (kind, before, drawn) => {
      const { delayMs } = delayOf({ kind, reason: '' }, before, drawn)
      expect(delayMs).toBeGreaterThanOrEqual(0)
      expect(delayMs).toBeLessThanOrEqual(10 * minute)
    }),
  )
})

test('a handled message resets all attempts except two plain ones', () => {
  const before = { plain: 9, refused: 2, risk: 4, absent: 1, offline: 0 }
  expect(attemptsOnceProven(before)).toEqual({ ...noAttempts, plain: 2 })
  expect(attemptsOnceProven({ ...before, plain: 1 })).toEqual({ ...noAttempts, plain: 1 })
})
