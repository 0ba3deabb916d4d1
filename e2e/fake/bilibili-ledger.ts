/** What a fake site saw and what it turned away, for tests to look at and to wait for. */
export interface Ledger {
  /** Why something was refused, in order. */
  readonly refusals: readonly string[]
  /** Notes that something happened. */
  readonly count: (what: string) => void
  /** Notes that something was not as the real site wants it. */
  readonly refuse: (why: string) => void
  /** How often it happened. */
  readonly times: (what: string) => number
  /** Resolves once it has happened so often; the test's own time limit is the only one. */
  readonly until: (what: string, times: number) => Promise<void>
}

/** An empty ledger. */
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
