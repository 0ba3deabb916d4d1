import type { FailureKind } from '../../fake/fault.ts'

/** The required consequence of a failure. */
export interface Consequence {
  /** The required state of the source in the feed. */
  readonly state: 'connecting' | 'stalled' | 'blocked' | 'failed' | 'ended'
  /** The minimum and maximum of a correct wait, milliseconds. */
  readonly waitMs: readonly [number, number]
}

type Name = 'plain' | 'refused' | 'risk' | 'absent'

interface Schedule {
  readonly leastMs: number
  readonly firstMs: number
  readonly lastMs: number
}

// Written a second time, and not taken from the code under test: one checks the other.
const schedules: Readonly<Record<Name, Schedule>> = {
  plain: { leastMs: 0, firstMs: 500, lastMs: 30_000 },
  refused: { leastMs: 0, firstMs: 1_000, lastMs: 30_000 },
  risk: { leastMs: 30_000, firstMs: 60_000, lastMs: 600_000 },
  absent: { leastMs: 300_000, firstMs: 360_000, lastMs: 360_000 },
}

const rules: Readonly<Record<Exclude<FailureKind, 'over'>, readonly [Name, Consequence['state']]>> =
  {
    lost: ['plain', 'connecting'],
    silent: ['plain', 'stalled'],
    refused: ['refused', 'connecting'],
    blocked: ['refused', 'blocked'],
    risk: ['risk', 'blocked'],
    absent: ['absent', 'failed'],
  }

// After this number of refusals the token counts as expired; later refusals count as intended.
const refusalsForgiven = 3

// This number of losses is counted of a source that receives messages.
const lossesRemembered = 2

/** Computes from a source's failures the required consequence of the next one. */
export class ExpectedBackoff {
  #counts: Readonly<Record<Name, number>> = none

  /** Records a failure; `leastMs` is the wait that the site itself requires. */
  fail(kind: FailureKind, leastMs = 0): Consequence {
    if (kind === 'over') {
      this.#counts = none
      return { state: 'ended', waitMs: [30_000, 60_000] }
    }
    const isRefusal = kind === 'refused' || kind === 'blocked'
    const tired = isRefusal && this.#counts.refused >= refusalsForgiven
    const [name, state] = rules[tired ? 'risk' : kind]
    const schedule = schedules[name]
    const count = this.#counts[name]
    this.#counts = { ...this.#counts, [name]: count + 1 }
    const most = Math.min(schedule.lastMs, schedule.firstMs * 2 ** count)
    return { state, waitMs: [leastMs + schedule.leastMs, leastMs + most] }
  }

  /** Records that a message was received. */
  received(): void {
    this.#counts = { ...none, plain: Math.min(this.#counts.plain, lossesRemembered) }
  }

  /** Records that a connection has lasted a minute. */
  lasted(): void {
    this.#counts = none
  }
}

const none: Readonly<Record<Name, number>> = { plain: 0, refused: 0, risk: 0, absent: 0 }
