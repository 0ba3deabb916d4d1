import { round } from '../compare.ts'
import type { BenchResult } from '../result.ts'

/** A figure with an absolute bound: `baseline` is the bound; if it is 0, `ratio` is the excess. */
export interface Bounded {
  readonly name: string
  readonly value: number
  readonly unit: string
}

/** Returns the result for a figure with an upper bound. */
export function atMost(bound: number, { name, value, unit }: Bounded): BenchResult {
  return { ...lineOf(bound, { name, value, unit }), bar: `value <= ${bound}`, ok: value <= bound }
}

/** Returns the result for a figure with a lower bound. */
export function atLeast(bound: number, { name, value, unit }: Bounded): BenchResult {
  return { ...lineOf(bound, { name, value, unit }), bar: `value >= ${bound}`, ok: value >= bound }
}

function lineOf(bound: number, { name, value, unit }: Bounded): Omit<BenchResult, 'bar' | 'ok'> {
  const ratio = bound === 0 ? value : value / bound
  return { name, value: round(value), unit, baseline: bound, ratio: round(ratio) }
}
