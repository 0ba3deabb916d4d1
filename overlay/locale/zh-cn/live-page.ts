import type { en } from '../en/live-page.ts'

/** The Simplified Chinese texts. */
export const zhCn: typeof en = {
  notFound: '没有这个直播间，或它是私密的。',
  logInToSee: '如果它是你的，或者你是成员，请先登录。',
  states: { offline: '未开播', live: '直播中', paused: '暂停', ended: '已结束' },
  host: (name) => `主播：${name}`,
  follow: '关注',
  following: '已关注',
  online: (count) => `${count} 人在看`,
  like: '点赞',
  danmu: '弹幕',
  viewers: '观众',
  noViewers: '现在没有登录的观众。',
  chat: '聊天',
  contributors: '贡献榜',
  spans: { broadcast: '本场', all: '全部' },
  noContributors: '还没有人送礼物。',
  manage: '管理直播间',
}
