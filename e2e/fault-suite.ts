import { deepEqual } from 'node:assert/strict'
import { tryBilibili } from './fault-bilibili.ts'
import { tryDouyin } from './fault-douyin.ts'
import { watchRoom } from './fault-room.ts'
import { type Outcome, runTrial } from './fault-trial.ts'
import { demand } from './fault-turn.ts'

/** What many faults came to, on all sites together. */
export interface Figures {
  readonly faults: number
  /** Different ones. */
  readonly kinds: number
  /** `source` events that told of them. */
  readonly failures: number
  readonly messages: number
  /** Repetitions that came, and were not shown. */
  readonly duplicates: number
  /** For the sources, milliseconds. */
  readonly passedMs: number
}

/** Different faults there are, on all sites together. */
export const faultKinds = 62

// Rounds of gifts that a fault leaves time for.
const roundsPerFault = 0.4

/** Lets two sources of one room suffer so many faults between them, at the same time. */
export async function sufferFaults(count: number, seed: number): Promise<Figures> {
  const watched = watchRoom()
  const faults = Math.ceil(count / 2)
  const rounds = Math.ceil(faults * roundsPerFault)
  const outcomes = await Promise.all([
    runTrial({ watched, makeSite: tryBilibili, faults, seed }),
    runTrial({ watched, makeSite: (now) => tryDouyin(now, rounds), faults: count - faults, seed }),
  ])
  await watched.room.close()
  const { events } = watched
  const positions = events.map(({ seq }) => seq)
  deepEqual(
    positions,
    events.map((_, index) => index + 1),
  )
  demand(new Set(events.map(({ id }) => id)).size === events.length, 'something is shown twice')
  for (const { draws } of outcomes) demandSpread(draws)
  return figuresOf(outcomes, watched.duplicates())
}

/** Waits that many sources draw must not fall together: all quarters of the range are used. */
function demandSpread(draws: readonly number[]): void {
  const quarters = [0, 1, 2, 3].map((quarter) => {
    return draws.filter((draw) => Math.min(3, Math.floor(draw * 4)) === quarter).length
  })
  const even = quarters.every((quarter) => quarter > draws.length / 8)
  demand(even, `waits are not spread: ${quarters.join(', ')} in quarters`)
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
