/** One line of `npm run bench`. */
export interface BenchResult {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** The same work done the plain way, measured in the same run. */
  readonly baseline: number
  readonly ratio: number
  /** What the ratio (or the value, where the bar says so) must keep. */
  readonly bar: string
  readonly ok: boolean
}

/** A bench gives its lines as they are measured. */
export type Bench = () => AsyncIterable<BenchResult>
