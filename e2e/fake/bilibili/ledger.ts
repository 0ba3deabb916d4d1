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
  /** Resolves once the number is reached; the test's own timeout is the only one. */
  readonly until: (what: string, times: number) => Promise<void>
}

/** Returns an empty record. */
export function createLedger(): Ledger {
  const refusals: string[] = []
  const counts = new Map<string, number>()
  const waiting = new Set<() => void>()
  const times = (what: string): number => counts.get(what) ?? 0
  const count = (what: string): void => {
    counts.set(what, times(what) + 1)
    for (const look of waiting) look()
  }
  return {
    refusals,
    count,
    times,
    refuse: (why) => {
      refusals.push(why)
      count('refusal')
    },
    until: (what, least) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (times(what) < least) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
  }
}
