import type { EventRow } from './event-row.ts'

/** A table in memory that can be slow or unavailable. */
export interface FakeInsert {
  readonly insert: (rows: readonly EventRow[]) => Promise<void>
  /** Everything that was stored, in order. */
  readonly rows: readonly EventRow[]
  /** Sizes of the batches that arrived. */
  readonly batches: readonly number[]
  readonly attempts: () => number
  /** Returns the error of every attempt; undefined if attempts succeed. */
  readonly refusal: () => Error | undefined
  /** Fails every attempt from now on; undefined ends that. */
  readonly refuse: (error: Error | undefined) => void
  /** Delays the end of each attempt until {@link FakeInsert.release}. */
  readonly hold: () => void
  readonly release: () => void
}

/** Returns a {@link FakeInsert} whose attempts succeed. */
export function createFakeInsert(): FakeInsert {
  const rows: EventRow[] = []
  const batches: number[] = []
  let attempts = 0
  let error: Error | undefined
  let held = Promise.resolve()
  const releases: (() => void)[] = []
  return {
    insert: async (some) => {
      attempts += 1
      if (error) throw error
      batches.push(some.length)
      await held
      rows.push(...some)
    },
    rows,
    batches,
    attempts: () => attempts,
    refusal: () => error,
    refuse: (next) => (error = next),
    hold: () => {
      held = new Promise((resolve) => releases.push(resolve))
    },
    release: () => releases.shift()?.(),
  }
}
