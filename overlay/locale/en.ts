import { moneyText } from './money.ts'
import { tierNameOf } from './name.ts'
import type { Words } from './words.ts'

const units = {
  diamond: 'diamonds',
  gold: 'gold',
  silver: 'silver',
  battery: 'batteries',
  coin: 'coins',
} as const

const verbs = { join: 'joined', renew: 'renewed', upgrade: 'moved up to' } as const

const guards = { 1: 'Governor', 2: 'Admiral', 3: 'Captain' } as const
const tiers = { guards, someTier: 'membership' }

/** The English texts. */
export const en: Words = {
  somebody: 'Anonymous',
  someGift: 'a gift',
  ...tiers,
  gift: (name, gift) => `${name} sent ${gift}`,
  membership: (name, event) =>
    `${name} ${verbs[event.kind]} ${tierNameOf(event, tiers)}${term(event.months, 'month')}${term(event.days, 'day')}`,
  money: (money) => moneyText(money, units),
}

function term(count: number | undefined, unit: string): string {
  return count === undefined ? '' : `, ${count} ${unit}${count === 1 ? '' : 's'}`
}
