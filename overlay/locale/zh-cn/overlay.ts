import { moneyText } from '../money.ts'
import { tierNameOf } from '../name.ts'
import type { en } from '../en/overlay.ts'

const units = {
  diamond: '钻',
  gold: '金瓜子',
  silver: '银瓜子',
  battery: '电池',
  coin: '金币',
} as const

const verbs = { join: '开通了', renew: '续费了', upgrade: '升级为' } as const

const tiers = { guards: { 1: '总督', 2: '提督', 3: '舰长' }, someTier: '会员' } as const

/** The Simplified Chinese texts. */
export const zhCn: typeof en = {
  somebody: '匿名用户',
  someGift: '礼物',
  ...tiers,
  gift: (name, gift) => `${name} 送出 ${gift}`,
  membership: (name, event) =>
    `${name} ${verbs[event.kind]}${tierNameOf(event, tiers)}${term(event.months, '个月')}${term(event.days, '天')}`,
  money: (money) => moneyText(money, units),
}

function term(count: number | undefined, unit: string): string {
  return count === undefined ? '' : ` ${count} ${unit}`
}
