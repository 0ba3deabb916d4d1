import type { FeedEvent, Money, StatsEvent } from '../../../proto/feed/index.ts'
import { weightOf } from '../../client/money.ts'
import type { ElementWords } from '../../locale/element.ts'
import { type Figure, figures } from '../../option/stats.ts'
import { worthOf } from '../base/filter.ts'

/** The data that the figures of a room are computed from. */
export interface Facts {
  /** The newest statistics of each source. */
  readonly stats: readonly StatsEvent[]
  /** Payments since the element was added, CNY cents. */
  readonly paidCents: number
}

/** The progress of a goal. */
export interface Progress {
  /** The share, 0 to 1. */
  readonly share: number
  readonly reached: boolean
  /** The progress and the goal as text. */
  readonly value: string
  readonly goal: string
}

const all: ReadonlySet<string> = new Set(figures.split(' '))

/** Reads a list of figures, `online likes`; unknown names are ignored. */
export function readFigures(text: string): readonly Figure[] {
  return text.split(/[\s,，]+/).filter(isFigure)
}

/** Returns true for the name of a figure. */
export function isFigure(text: string): text is Figure {
  return all.has(text)
}

/**
 * Returns a figure summed over all sources, yuan if it is money; undefined if no source reports it.
 */
export function figureOf(figure: Figure, { stats, paidCents }: Facts): number | undefined {
  if (figure === 'paid') return paidCents / 100
  if (figure === 'income') return sum(stats.map(({ income }) => yuan(income)))
  return sum(stats.map((one) => one[figure]))
}

/** Returns a figure as text. */
export function figureText(figure: Figure, value: number, words: ElementWords): string {
  if (figure !== 'income' && figure !== 'paid') return words.count(value)
  const cents = Math.round(value * 100)
  return words.money({ amount: cents, unit: 'cny.fen', cents })
}

/** Returns the progress of a goal. */
export function progressOf(
  figure: Figure,
  goal: number,
  { facts, words }: { readonly facts: Facts; readonly words: ElementWords },
): Progress {
  const value = figureOf(figure, facts) ?? 0
  return {
    share: goal > 0 ? Math.min(1, value / goal) : 0,
    reached: goal > 0 && value >= goal,
    value: figureText(figure, value, words),
    goal: figureText(figure, goal, words),
  }
}

/** Returns the payment of an event, CNY cents; 0 for an event that the server marks as a test. */
export function paidBy(event: FeedEvent): number {
  if (event.test) return 0
  return weightOf(event.type === 'gift' ? event.value : worthOf(event))
}

function sum(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0)
}

function yuan(money: Money | undefined): number | undefined {
  return money && (money.unit === 'cny.fen' ? money.amount : weightOf(money)) / 100
}
