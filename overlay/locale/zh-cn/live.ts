import type { en } from '../en/live.ts'

/** The Simplified Chinese texts. */
export const zhCn: typeof en = {
  logIn: '登录',
  logOut: '退出登录',
  register: '注册账号',
  joinAsGuest: '以游客身份进入',
  cancel: '取消',
  name: '名字',
  password: '密码',
  newPassword: '新密码，至少 8 个字符',
  checking: '请稍候…',
  comment: '评论',
  write: '说点什么',
  send: '发送',
  characters: (count, most) => `${count}/${most}`,
  loginToWrite: '登录后才能发言。',
  notStarted: '直播还没有开始。',
  ended: '直播已经结束。',
  slow: (seconds) => `每 ${seconds} 秒可以发一条`,
  again: (wait) => `${wait}后可以再试。`,
  duration: (seconds) => {
    if (seconds < 120) return `${seconds} 秒`
    if (seconds < 7_200) return `${Math.ceil(seconds / 60)} 分钟`
    return seconds < 172_800
      ? `${Math.ceil(seconds / 3_600)} 小时`
      : `${Math.ceil(seconds / 86_400)} 天`
  },
  reply: '回复',
  replyTo: (name) => `回复 ${name}`,
  pinned: '置顶',
  unpin: '取消置顶',
  tools: { pin: '置顶', delete: '删除', mute: '禁言 10 分钟', ban: '封禁' },
  really: '确定封禁？',
  toolsFor: (name) => `管理 ${name}`,
  done: { pin: '', delete: '', mute: '已禁言', ban: '已封禁' },
  refusals: {
    'not-started': '直播还没有开始。',
    ended: '直播已经结束。',
    banned: '你不能在这个直播间发言。',
    muted: '你被禁言了。',
    'account-too-new': '你的账号注册时间太短，还不能在这里发言。',
    'followers-only': '只有关注了主播的人可以发言。',
    empty: '请先写点什么。',
    'too-long': '内容太长了。',
    link: '这里不能发链接。',
    'blocked-word': '内容里有不允许的词。',
    repeated: '你刚刚发过这句话。',
    'too-fast': '发得太快了。',
    'slow-mode': '直播间开启了慢速模式。',
  },
}
