/** One line of `npm run bench`. */
export interface BenchResult {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** The figure of a plain implementation, measured in the same run. */
  readonly baseline: number
  readonly ratio: number
  /** The bound of the ratio (or of the value, where the bar says so). */
  readonly bar: string
  readonly ok: boolean
}

/** A bench: yields its results as they are measured. */
export type Bench = () => AsyncIterable<BenchResult>
