import type { MembershipEvent, Money } from '../../../proto/feed/index.ts'
import { paidKind } from '../../danmaku/line-kind.ts'

/** A price tier: 0 is free or almost free, 6 the dearest. */
export type Tier = 0 | 1 | 2 | 3 | 4 | 5 | 6

const tiers = [0, 1, 2, 3, 4, 5, 6] as const

/** Returns the tier of a price, by the same steps as the lines of the overlay. */
export function tierOf(value: Money | undefined): Tier {
  const tone = value && paidKind(value)
  return tiers.find((tier) => tone === `paid-${tier}`) ?? 0
}

/** The colour of a paid item, as the end of a class and of a part: `tier-3`, `guard-1`. */
export type Shade = `tier-${Tier}` | 'guard-1' | 'guard-2' | 'guard-3'

/** Returns the colour of a membership: of its rank if it has one, else of its price. */
export function shadeOf({ guard, value }: MembershipEvent): Shade {
  return guard ? `guard-${guard}` : `tier-${tierOf(value)}`
}
