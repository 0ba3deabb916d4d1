import { zhCn as overlay } from './overlay.ts'
import type { en } from '../en/element.ts'

const counts = new Intl.NumberFormat('zh-CN', { notation: 'compact', maximumFractionDigits: 1 })

/** The Simplified Chinese texts. */
export const zhCn: typeof en = {
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
  chat: '弹幕',
  superchats: '醒目留言',
}
