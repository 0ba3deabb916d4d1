import { moneyText } from './money.ts'
import { tierNameOf } from './name.ts'
import type { Words } from './words.ts'

const units = {
  diamond: 'diamonds',
  gold: 'gold',
  silver: 'silver',
  battery: 'batteries',
  coin: 'coins',
  'cny.fen': 'fen',
} as const

const verbs = { join: 'joined', renew: 'renewed', upgrade: 'moved up to' } as const

const guards = { 1: 'Governor', 2: 'Admiral', 3: 'Captain' } as const
const tiers = { guards, someTier: 'membership' }

/** English. */
export const en: Words = {
  somebody: 'Anonymous',
  someGift: 'a gift',
  ...tiers,
  gift: (name, gift) => `${name} sent ${gift}`,
  membership: (name, event) =>
    `${name} ${verbs[event.kind]} ${tierNameOf(event, tiers)}${term(event.months, 'month')}${term(event.days, 'day')}`,
  money: (money) => moneyText(money, units),
  connecting: 'Connecting to the danmaku server…',
  connected: 'Connected',
  disconnected: (reason) =>
    `The connection to the danmaku server is lost; trying again${reason === '' ? '' : ` (${reason})`}`,
  refused: (reason) =>
    `The danmaku server refused: ${reason === '' ? 'it gave no reason' : reason}`,
  source: {
    connecting: 'connecting to the live room',
    open: 'hears the live room',
    stalled: 'the live room is silent for now',
    blocked: 'the platform refused us',
    ended: 'the broadcast is over',
    failed: 'the live room cannot be reached',
  },
  figures: ({ fps, shown, dropped, queued }) =>
    `${fps} frames/s · shown ${shown} · dropped ${dropped} · queued ${queued}`,
}

function term(count: number | undefined, unit: string): string {
  return count === undefined ? '' : `, ${count} ${unit}${count === 1 ? '' : 's'}`
}
