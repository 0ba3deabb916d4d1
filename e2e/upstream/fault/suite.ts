import { deepEqual } from 'node:assert/strict'
import { startFaultyBilibili } from '../../fake/bilibili/faults.ts'
import { startFaultyDouyin } from '../../fake/douyin/faults.ts'
import { watchRoom } from '../watched-room.ts'
import { type Outcome, runFaultsOn } from './run.ts'
import { ok as assert } from 'node:assert/strict'

/** The outcome of many faults on all sites together. */
export interface Figures {
  readonly faults: number
  /** The number of different faults. */
  readonly kinds: number
  /** The number of `source` events that reported them. */
  readonly failures: number
  readonly messages: number
  /** The number of repetitions that arrived and were not published. */
  readonly duplicates: number
  /** The time that passed for the sources, milliseconds. */
  readonly passedMs: number
}

/** The number of different faults on all sites together. */
export const faultKinds = 62

// The rounds of gifts that fit between two faults.
const roundsPerFault = 0.4

/** Runs a number of faults on two sources of one room at the same time. */
export async function runFaults(count: number, seed: number): Promise<Figures> {
  const watched = watchRoom()
  const faults = Math.ceil(count / 2)
  const rounds = Math.ceil(faults * roundsPerFault)
  const outcomes = await Promise.all([
    runFaultsOn({ watched, makeSite: startFaultyBilibili, faults, seed }),
    runFaultsOn({
      watched,
      makeSite: (now) => startFaultyDouyin(now, rounds),
      faults: count - faults,
      seed,
    }),
  ])
  await watched.room.close()
  const { events } = watched
  const positions = events.map(({ seq }) => seq)
  deepEqual(
    positions,
    events.map((_, index) => index + 1),
  )
  assert(new Set(events.map(({ id }) => id)).size === events.length, 'something is shown twice')
  for (const { draws } of outcomes) assertSpread(draws)
  return figuresOf(outcomes, watched.duplicates())
}

/** Asserts that the random waits of many sources are spread: all quarters of the range are used. */
function assertSpread(draws: readonly number[]): void {
  const quarters = [0, 1, 2, 3].map((quarter) => {
    return draws.filter((draw) => Math.min(3, Math.floor(draw * 4)) === quarter).length
  })
  const even = quarters.every((quarter) => quarter > draws.length / 8)
  assert(even, `waits are not spread: ${quarters.join(', ')} in quarters`)
}

function figuresOf(outcomes: readonly Outcome[], duplicates: number): Figures {
  const sum = (of: (outcome: Outcome) => number): number =>
    outcomes.reduce((total, outcome) => total + of(outcome), 0)
  return {
    faults: sum(({ faults }) => [...faults.values()].reduce((a, b) => a + b, 0)),
    kinds: sum(({ faults }) => faults.size),
    failures: sum(({ failures }) => failures),
    messages: sum(({ messages }) => messages),
    duplicates,
    passedMs: sum(({ passedMs }) => passedMs),
  }
}
