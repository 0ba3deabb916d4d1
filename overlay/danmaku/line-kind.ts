/**
 * The appearance of a line: `plain` text with an outline, or a pill in the colour of a price tier
 * (6 is the dearest) or of a guard rank (1 is the highest).
 */
export type LineKind = 'plain' | PillKind

/** The appearance of a line that is a pill. */
export type PillKind = keyof typeof priorities

/** A price tier: 0 is free or too little for a pill, 6 the dearest. */
export type Tier = 0 | 1 | 2 | 3 | 4 | 5 | 6

/** Returns the tier of a price, in CNY cents. */
export function tierOf(cents: number): Tier {
  return tierCents.filter((least) => cents >= least).length as Tier // there are six
}

/** Returns the kind of a price, in CNY cents; undefined if it is too little for a pill. */
export function paidKind(cents: number): PillKind | undefined {
  const tier = tierOf(cents)
  return tier ? `paid-${tier}` : undefined
}

/** Returns the priority of a line when there is not room for all; a higher number goes first. */
export function priorityOf(kind: LineKind): number {
  return kind === 'plain' ? 0 : priorities[kind]
}

// The amounts at which Bilibili changes the colour of superchats; the first one is ours.
const tierCents = [100, 5_000, 10_000, 50_000, 100_000, 200_000]

const priorities = {
  'paid-1': 1,
  'paid-2': 2,
  'paid-3': 3,
  'guard-3': 4, // a captain is 198 CNY, an admiral 1,998, a governor 19,998
  'paid-4': 5,
  'paid-5': 6,
  'guard-2': 7,
  'paid-6': 8,
  'guard-1': 9,
} as const satisfies Readonly<Record<string, number>>

/** The kinds that are drawn as a pill. */
export const pillKinds = Object.keys(priorities) as readonly PillKind[] // the table has no others
