import type { en } from '../en/gift-panel.ts'

/** The Simplified Chinese texts. */
export const zhCn: typeof en = {
  kinds: '送什么',
  gift: '礼物',
  superchat: '醒目留言',
  noGifts: '还没有礼物。',
  quantity: '数量',
  amount: '金币',
  message: '内容',
  send: '送出',
  coins: (count) => `${count} 金币`,
  balance: (count) => `余额 ${count} 金币`,
  missing: (count) => `还差 ${count} 金币`,
  sent: (name, total) => `已送出 ${name} ×${total}`,
  sentMessage: '留言已付款并显示。',
  onlyLive: '直播中才能送礼物。',
  logIn: '登录后才能送礼物。',
  uncertain: '没有收到回答。可以再送一次，只会算一次。',
  noMoney: '金币不是钱，不能兑换或提现。',
}
