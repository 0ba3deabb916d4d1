import { round } from '../compare.ts'
import type { BenchResult } from '../result.ts'

/** A figure with a bound of its own: `baseline` is the bound; of 0 it is missed by as much as `ratio` says. */
export interface Bounded {
  readonly name: string
  readonly value: number
  readonly unit: string
}

/** A line for a figure that may not exceed a bound. */
export function atMost(bound: number, { name, value, unit }: Bounded): BenchResult {
  return { ...lineOf(bound, { name, value, unit }), bar: `value <= ${bound}`, ok: value <= bound }
}

/** A line for a figure that may not stay below a bound. */
export function atLeast(bound: number, { name, value, unit }: Bounded): BenchResult {
  return { ...lineOf(bound, { name, value, unit }), bar: `value >= ${bound}`, ok: value >= bound }
}

function lineOf(bound: number, { name, value, unit }: Bounded): Omit<BenchResult, 'bar' | 'ok'> {
  const ratio = bound === 0 ? value : value / bound
  return { name, value: round(value), unit, baseline: bound, ratio: round(ratio) }
}
