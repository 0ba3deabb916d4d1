import { Unreadable } from '../../lib/file/text-line.ts'
import { between, pick, type Random } from '../../lib/random.ts'

/** The values for a template. */
export interface Filling {
  readonly random: Random
  /** The index of the repetition of its step, from 0. */
  readonly turn: number
}

type Fill = (given: unknown, filling: Filling) => unknown

// Real templates are less deep; a malicious file may not be.
const maxDepth = 30

const fills: Readonly<Record<string, Fill>> = {
  $pick: (given, { random }) => {
    if (!Array.isArray(given) || given.length === 0) {
      throw new Unreadable('$pick takes a list of what may be picked')
    }
    return pick(random, given as readonly unknown[])
  },
  $int: (given, { random }) => {
    const [low, high] = Array.isArray(given) ? (given as readonly unknown[]) : []
    if (!isWhole(low) || !isWhole(high) || low > high) {
      throw new Unreadable('$int takes [lowest, highest], both whole numbers')
    }
    return between(random, low, high)
  },
  $count: (given, { turn }) => {
    if (!isWhole(given)) throw new Unreadable('$count takes the whole number to count from')
    return given + turn
  },
}

/**
 * Fills in a template: `{"$pick": [a, b]}` becomes one of them, `{"$int": [1, 6]}` a whole number,
 * `{"$count": 1}` the number of the repetition, counted from 1.
 *
 * @throws Unreadable for an unknown placeholder.
 */
export function filled(template: unknown, filling: Filling, depth = 0): unknown {
  if (depth > maxDepth) throw new Unreadable(`the event is nested more than ${maxDepth} deep`)
  if (typeof template !== 'object' || template === null) return template
  if (Array.isArray(template)) {
    return template.map((item: unknown) => filled(item, filling, depth + 1))
  }
  const fields = Object.entries(template)
  const [order] = fields.filter(([name]) => name.startsWith('$'))
  if (!order) {
    return Object.fromEntries(
      fields.map(([name, value]) => [name, filled(value, filling, depth + 1)]),
    )
  }
  const [name, given] = order
  const fill = Object.hasOwn(fills, name) ? fills[name] : undefined
  if (!fill || fields.length > 1) {
    throw new Unreadable(`${name}: there are $pick, $int and $count, each alone in its braces`)
  }
  return filled(fill(given, filling), filling, depth + 1)
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value)
}
