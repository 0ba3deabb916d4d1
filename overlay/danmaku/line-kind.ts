/**
 * The appearance of a line: `plain` text with an outline, or a pill in the colour of a price tier
 * (6 is the dearest) or of a guard rank (1 is the highest).
 */
export type LineKind =
  | 'plain'
  | 'paid-1'
  | 'paid-2'
  | 'paid-3'
  | 'paid-4'
  | 'paid-5'
  | 'paid-6'
  | Guard
type Guard = 'guard-1' | 'guard-2' | 'guard-3'

/** Returns the kind of a price; undefined if it is free or too little for a pill. */
export function paidKind({ cents = 0 }: { readonly cents?: number }): LineKind | undefined {
  return tiers.find(({ fromCents }) => cents >= fromCents)?.kind
}

/** Returns the priority of a line when there is not room for all; a higher number goes first. */
export function priorityOf(kind: LineKind): number {
  return kind === 'plain' ? 0 : priorities[kind]
}

// The amounts at which Bilibili changes the colour of superchats; the first one is ours.
const tiers = [
  { fromCents: 200_000, kind: 'paid-6' },
  { fromCents: 100_000, kind: 'paid-5' },
  { fromCents: 50_000, kind: 'paid-4' },
  { fromCents: 10_000, kind: 'paid-3' },
  { fromCents: 5_000, kind: 'paid-2' },
  { fromCents: 100, kind: 'paid-1' },
] as const

const priorities: Readonly<Record<Exclude<LineKind, 'plain'>, number>> = {
  'paid-1': 1,
  'paid-2': 2,
  'paid-3': 3,
  'guard-3': 4, // a captain is 198 CNY, an admiral 1,998, a governor 19,998
  'paid-4': 5,
  'paid-5': 6,
  'guard-2': 7,
  'paid-6': 8,
  'guard-1': 9,
}
