import type { GiftItem, MembershipEvent, User } from '../../proto/feed/index.ts'

// White space, control and format characters, and the Unicode letters without a glyph.
const blank = /^[\s\p{C}\u115f\u1160\u2800\u3164\uffa0]*$/u

/** Returns a text; undefined if none of it is visible. */
export function visible(text: string | undefined): string | undefined {
  return text === undefined || blank.test(text) ? undefined : text
}

/** Returns the name of a user, or the general word if the platform gave none. */
export function nameOf(
  user: User | undefined,
  { somebody }: { readonly somebody: string },
): string {
  return visible(user?.name) ?? somebody
}

/** Returns the name of a gift, or the general word if the platform gave none. */
export function giftNameOf(
  { name }: GiftItem,
  { someGift }: { readonly someGift: string },
): string {
  return visible(name) ?? someGift
}

/**
 * Returns the name of a tier: the platform's own, else that of its level, else the general word.
 */
export function tierNameOf(
  { tier, guard }: MembershipEvent,
  { guards, someTier }: TierNames,
): string {
  return visible(tier) ?? (guard ? guards[guard] : someTier)
}

/** The names of tiers that the platform does not name. */
interface TierNames {
  readonly guards: Readonly<Record<NonNullable<User['guard']>, string>>
  readonly someTier: string
}
