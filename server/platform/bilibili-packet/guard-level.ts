import { countOf, textOf } from '../json/field.ts'

/** 1 governor (总督), 2 admiral (提督), 3 captain (舰长). */
export type GuardLevel = 1 | 2 | 3

/** The length of a membership. */
export interface Term {
  readonly months?: number
  readonly days?: number
}

const monthsPerYear = 12
const daysPerWeek = 7

/** Returns the guard level; undefined for 0, which means none. */
export function guardOf(value: unknown): GuardLevel | undefined {
  const level = countOf(value)
  return level === 1 || level === 2 || level === 3 ? level : undefined
}

/**
 * Reads the term of a purchase from its number and unit. A unit like `*3天` holds the number itself,
 * and the number beside it means nothing.
 */
export function termOf(number: unknown, unit: unknown): Term {
  const written = /^\*?(\d{1,4})?(月|年|天|周)$/.exec(textOf(unit) ?? '')
  const own = written?.[1]
  const count = own === undefined ? countOf(number) : Number(own)
  if (count === undefined) return {}
  switch (written?.[2] ?? '') {
    case '月':
      return { months: count }
    case '年':
      return { months: count * monthsPerYear }
    case '天':
      return { days: count }
    case '周':
      return { days: count * daysPerWeek }
    default:
      return {}
  }
}
