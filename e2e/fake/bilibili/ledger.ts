import { until } from '../../kit/wait.ts'

/** The record of a fake site: accepted and rejected requests, for tests to read and to wait for. */
export interface Ledger {
  /** The reasons of refusals, in order. */
  readonly refusals: readonly string[]
  /** Records that something happened. */
  readonly count: (what: string) => void
  /** Records a refusal: a request that the real site would reject. */
  readonly refuse: (why: string) => void
  /** Returns the number of times that something happened. */
  readonly times: (what: string) => number
  /** Resolves once the number is reached. */
  readonly until: (what: string, times: number) => Promise<true>
}

/** Returns an empty record. */
export function createLedger(): Ledger {
  const refusals: string[] = []
  const counts = new Map<string, number>()
  const times = (what: string): number => counts.get(what) ?? 0
  const count = (what: string): void => void counts.set(what, times(what) + 1)
  return {
    refusals,
    count,
    times,
    refuse: (why) => {
      refusals.push(why)
      count('refusal')
    },
    until: (what, least) => until(() => times(what) >= least, { what: `${least} times ${what}` }),
  }
}
