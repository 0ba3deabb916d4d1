import type { MembershipEvent } from '../../../proto/feed/index.ts'
import { weightOf } from '../../client/money.ts'
import { type Tier, tierOf } from '../../danmaku/line-kind.ts'

/** The colour of a paid item, as the end of a class and of a part: `tier-3`, `guard-1`. */
export type Shade = `tier-${Tier}` | 'guard-1' | 'guard-2' | 'guard-3'

/** Returns the colour of a membership: of its rank if it has one, else of its price. */
export function shadeOf({ guard, value }: MembershipEvent): Shade {
  return guard ? `guard-${guard}` : `tier-${tierOf(weightOf(value))}`
}
