import type { MembershipEvent, Money, User } from '../../../proto/feed/index.ts'
import { moneyText } from '../money.ts'
import { tierNameOf } from '../name.ts'

const units = {
  diamond: 'diamonds',
  gold: 'gold',
  silver: 'silver',
  battery: 'batteries',
  coin: 'coins',
} as const

const verbs = { join: 'joined', renew: 'renewed', upgrade: 'moved up to' } as const

const guards: Readonly<Record<NonNullable<User['guard']>, string>> = {
  1: 'Governor',
  2: 'Admiral',
  3: 'Captain',
}
const tiers = { guards, someTier: 'membership' }

/** The English texts. */
export const en = {
  /** Replaces a name that the platform does not send. */
  somebody: 'Anonymous',
  /** Replaces the missing name of a gift. */
  someGift: 'a gift',
  ...tiers,
  gift: (name: string, gift: string): string => `${name} sent ${gift}`,
  membership: (name: string, event: MembershipEvent): string =>
    `${name} ${verbs[event.kind]} ${tierNameOf(event, tiers)}${term(event.months, 'month')}${term(event.days, 'day')}`,
  money: (money: Money): string => moneyText(money, units),
}

function term(count: number | undefined, unit: string): string {
  return count === undefined ? '' : `, ${count} ${unit}${count === 1 ? '' : 's'}`
}
