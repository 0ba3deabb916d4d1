/** What becomes of a source by a failure, as far as it can be seen from outside. */
export type Kind = 'lost' | 'silent' | 'refused' | 'blocked' | 'risk' | 'absent' | 'over'

/** What a failure must lead to. */
export interface Consequence {
  /** What the feed must say of the source. */
  readonly state: 'connecting' | 'stalled' | 'blocked' | 'failed' | 'ended'
  /** The shortest and the longest wait that is right, milliseconds. */
  readonly waitMs: readonly [number, number]
}

type Name = 'plain' | 'refused' | 'risk' | 'absent'

interface Schedule {
  readonly leastMs: number
  readonly firstMs: number
  readonly lastMs: number
}

// Written down a second time, and not taken from the code under test: one checks the other.
const schedules: Readonly<Record<Name, Schedule>> = {
  plain: { leastMs: 0, firstMs: 500, lastMs: 30_000 },
  refused: { leastMs: 0, firstMs: 1_000, lastMs: 30_000 },
  risk: { leastMs: 30_000, firstMs: 60_000, lastMs: 600_000 },
  absent: { leastMs: 300_000, firstMs: 360_000, lastMs: 360_000 },
}

const rules: Readonly<Record<Exclude<Kind, 'over'>, readonly [Name, Consequence['state']]>> = {
  lost: ['plain', 'connecting'],
  silent: ['plain', 'stalled'],
  refused: ['refused', 'connecting'],
  blocked: ['refused', 'blocked'],
  risk: ['risk', 'blocked'],
  absent: ['absent', 'failed'],
}

// As often a refusal is taken for a worn-out token; then for something that is meant.
const refusalsForgiven = 3

// As many losses are remembered of a source that is heard.
const lossesRemembered = 2

/** Follows a source's failures and says what the next one must lead to. */
export class Oracle {
  #counts: Readonly<Record<Name, number>> = none

  /** Notes a failure; `leastMs` is what the site itself asked for. */
  fail(kind: Kind, leastMs = 0): Consequence {
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

  /** Notes that a message was heard. */
  heard(): void {
    this.#counts = { ...none, plain: Math.min(this.#counts.plain, lossesRemembered) }
  }

  /** Notes that a connection has lasted a minute. */
  lasted(): void {
    this.#counts = none
  }
}

const none: Readonly<Record<Name, number>> = { plain: 0, refused: 0, risk: 0, absent: 0 }
