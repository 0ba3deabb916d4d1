import { moneyText } from './money.ts'
import { tierNameOf } from './name.ts'
import type { Words } from './words.ts'

const units = {
  diamond: '钻',
  gold: '金瓜子',
  silver: '银瓜子',
  battery: '电池',
  coin: '硬币',
  'cny.fen': '分',
} as const

const verbs = { join: '开通了', renew: '续费了', upgrade: '升级为' } as const

const tiers = { guards: { 1: '总督', 2: '提督', 3: '舰长' }, someTier: '会员' } as const

/** Simplified Chinese. */
export const zhCn: Words = {
  somebody: '匿名用户',
  someGift: '礼物',
  ...tiers,
  gift: (name, gift) => `${name} 送出 ${gift}`,
  membership: (name, event) => {
    const { kind, months, days } = event
    return `${name} ${verbs[kind]}${tierNameOf(event, tiers)}${months === undefined ? '' : ` ${months} 个月`}${days === undefined ? '' : ` ${days} 天`}`
  },
  money: (money) => moneyText(money, units),
  connecting: '正在连接弹幕服务…',
  connected: '已连接',
  disconnected: (reason) =>
    `与弹幕服务的连接已断开，正在重连${reason === '' ? '' : `（${reason}）`}`,
  refused: (reason) => `弹幕服务拒绝了连接：${reason === '' ? '没有说明原因' : reason}`,
  source: {
    connecting: '正在连接直播间',
    open: '直播间已连接',
    stalled: '直播间暂时没有数据',
    blocked: '直播平台拒绝了我们',
    ended: '直播已结束',
    failed: '直播间连接失败',
  },
  figures: ({ fps, shown, dropped, queued }) =>
    `${fps} 帧/秒 · 已显示 ${shown} · 丢弃 ${dropped} · 排队 ${queued}`,
}
