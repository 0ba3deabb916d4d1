import type { BenchResult } from './result.ts'

/** Two implementations of the same work. */
export interface Comparison {
  readonly name: string
  /** Returns a promise if the work is asynchronous. */
  readonly ours: () => unknown
  readonly baseline: () => unknown
  /** The maximum of our time as a share of the baseline's. */
  readonly maxRatio: number
}

const rounds = 5
const roundMs = 300

/**
 * Times both implementations in turn, round by round, so that load on the machine affects both.
 * `value` and `baseline` are microseconds of processor time a call, medians of five.
 */
export async function compare(comparison: Comparison): Promise<BenchResult> {
  const { name, ours, baseline, maxRatio } = comparison
  await timed(ours) // both warm: already compiled
  await timed(baseline)
  const times = { ours: [] as number[], baseline: [] as number[] }
  for (let i = 0; i < rounds; i++) {
    times.baseline.push(await timed(baseline))
    times.ours.push(await timed(ours))
  }
  const value = median(times.ours)
  const base = median(times.baseline)
  const ratio = value / base
  return {
    name,
    value: round(value),
    unit: 'us',
    baseline: round(base),
    ratio: round(ratio),
    bar: `ratio <= ${maxRatio}`,
    ok: ratio <= maxRatio,
  }
}

/** Returns the median of figures. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** Rounds to three decimals. */
export function round(value: number): number {
  return Math.round(value * 1000) / 1000
}

/**
 * Returns microseconds of processor time a call, over about 300 ms. Wall-clock time would depend on
 * the load of the machine, and would not count work on a second core.
 */
async function timed(work: () => unknown): Promise<number> {
  const startedAt = performance.now()
  const before = process.cpuUsage()
  let calls = 0
  while (performance.now() - startedAt < roundMs) {
    for (let i = 0; i < 20; i++) await work()
    calls += 20
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / calls
}
