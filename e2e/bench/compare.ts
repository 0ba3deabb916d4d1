import type { BenchResult } from './result.ts'

/** Two ways to do the same work. */
export interface Comparison {
  readonly name: string
  /** May give a promise where the work is asynchronous. */
  readonly ours: () => unknown
  readonly baseline: () => unknown
  /** Our time may be at most so much of the baseline's. */
  readonly maxRatio: number
}

const rounds = 5
const roundMs = 300

/**
 * Times both ways in turn, round by round, so that a busy moment of the machine hits both.
 * `value` and `baseline` are microseconds of processor time a call, medians of five.
 */
export async function compare(comparison: Comparison): Promise<BenchResult> {
  const { name, ours, baseline, maxRatio } = comparison
  await timed(ours) // both warm: the compiler has seen them
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

/** The middle of some figures. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** Three decimals. */
export function round(value: number): number {
  return Math.round(value * 1000) / 1000
}

/**
 * Microseconds of processor time a call, over about 300 ms. Not of the wall clock: that depends on
 * what else the machine does, and flatters work that keeps a second core busy.
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
