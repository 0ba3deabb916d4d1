import type { Clock } from '../../lib/time/clock.ts'
import { DatabaseUnavailable } from './db.ts'

/** A circuit breaker: while the database is away, its callers learn that at once. */
export interface Breaker {
  /** Returns at once if a job may run. @throws DatabaseUnavailable if none may. */
  readonly check: () => void
  /** Runs a job, and notes its result. @throws DatabaseUnavailable if none may run. */
  readonly run: <T>(job: () => Promise<T>) => Promise<T>
}

type State =
  | { readonly is: 'closed'; readonly failures: number }
  /** No job runs. */
  | { readonly is: 'open' }
  /** One job may run, to see whether the database is back. */
  | { readonly is: 'half-open' }
  | { readonly is: 'probing' }

/** The failures in a row that open the breaker. */
export const maxFailures = 5
/** The time for which no job runs after that. */
export const openMs = 2_000

const closed: State = { is: 'closed', failures: 0 }

/** Returns a breaker, closed: it opens after {@link maxFailures} jobs in a row found no database. */
export function createBreaker(clock: Clock): Breaker {
  let state: State = closed
  const open = (): void => {
    const opened: State = { is: 'open' }
    state = opened
    // Jobs that began before may have closed it in the meantime.
    clock.after(openMs, () => {
      if (state === opened) state = { is: 'half-open' }
    })
  }
  const onAway = (): void => {
    switch (state.is) {
      case 'closed': {
        const failures = state.failures + 1
        if (failures < maxFailures) state = { is: 'closed', failures }
        else open()
        return
      }
      case 'half-open':
      case 'probing':
        open()
        return
      case 'open':
    }
  }
  const check = (): void => {
    if (state.is === 'open' || state.is === 'probing') throw notNow()
  }
  return {
    check,
    run: async (job) => {
      check()
      if (state.is === 'half-open') state = { is: 'probing' }
      try {
        const result = await job()
        state = closed
        return result
      } catch (error) {
        if (isAway(error)) onAway()
        else state = closed
        throw error
      }
    },
  }
}

function isAway(error: unknown): boolean {
  return error instanceof DatabaseUnavailable && error.absence === 'away'
}

function notNow(): DatabaseUnavailable {
  return new DatabaseUnavailable('away', `it failed ${maxFailures} times, and is tried again soon`)
}
