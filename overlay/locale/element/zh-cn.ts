import { zhCn as overlay } from '../zh-cn.ts'
import type { ElementWords } from './words.ts'

const counts = new Intl.NumberFormat('zh-CN', { notation: 'compact', maximumFractionDigits: 1 })

/** Simplified Chinese. */
export const zhCn: ElementWords = {
  ...overlay,
  roles: { anchor: '主播', admin: '房管' },
  deeds: { enter: '来了', follow: '关注了主播', share: '分享了直播间', like: '点了赞' },
  andOthers: (others) => `等 ${others + 1} 人`,
  to: (name) => `给 ${name}`,
  outOf: (box) => `开出自 ${box}`,
  replyTo: (name) => `回复 @${name}`,
  count: (count) => counts.format(count),
  figureNames: {
    online: '在线',
    connections: '连接',
    seen: '看过',
    likes: '点赞',
    followers: '粉丝',
    income: '收入',
    paid: '收到',
  },
  boards: {
    contribution: '贡献榜',
    'online-rank': '在线榜',
    'gold-rank': '高能榜',
    room: '本场榜',
  },
  limits: {
    masked: '观众身份被平台隐藏，登录后可见',
    anonymous: '部分观众匿名观看，登录也看不到是谁',
    'login-needed': '平台要求登录后才能收全',
    sampled: '平台只下发一部分消息',
  },
  lastEvent: (seconds) => (seconds === undefined ? '还没有消息' : `最近消息 ${seconds} 秒前`),
  framesPerSecond: (fps) => `${fps} 帧/秒`,
  dropped: (count) => `丢弃 ${count}`,
  missed: (count) => `缺失 ${count} 条`,
  chat: '弹幕',
  superchats: '醒目留言',
}
