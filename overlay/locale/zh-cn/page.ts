import type { en } from '../en/page.ts'

/** The Simplified Chinese texts. */
export const zhCn: typeof en = {
  otherLanguage: 'English',
  scheme: '页面配色',
  schemes: { system: '跟随系统', light: '浅色', dark: '深色' },
  unknownKey: (name) => `链接里有未知参数 ${name}`,
  badValue: (name) => `参数 ${name} 的值无效，已使用默认值`,
  noRoom: '没有指定房间：请在链接里加上 ?room=房间号',
  notARoom: (text) => `“${text}” 不是有效的房间`,
  roomLabel: '直播间链接或房间号',
  roomHint: '粘贴直播间链接或房间号，例如 demo:busy',
  open: '打开',
  startDemo: '播放演示',
  roomLooking: '正在向平台查询这是哪个直播间…',
  whichRoom: '你要打开的是哪个直播间？',
  ownRoom: (name) => `本服务器的房间 ${name}`,
  or: ' 或 ',
  roomProblem: {
    empty: () => '请先粘贴一个直播间链接，或者播放演示。',
    unreadable: ({ examples }) =>
      `无法识别这个地址。可以粘贴直播间链接，例如 ${examples}，或 demo:busy 这样的房间号。`,
    'unknown-site': ({ examples }) => `暂不支持这个网站。可以粘贴直播间链接，例如 ${examples}。`,
    'unknown-platform': ({ site, examples }) =>
      `没有叫 ${site} 的平台。可以粘贴直播间链接，例如 ${examples}。`,
    'no-room': ({ site, examples }) =>
      `这个${site}页面里没有房间号。请打开直播间，再复制它的网址，例如 ${examples}。`,
    profile: ({ site, examples }) =>
      `这是${site}个人主页，不是直播间。请从主页进入直播间，再复制网址，例如 ${examples}。`,
    video: ({ site, examples }) =>
      `这是${site}的视频或动态，不是直播间。请粘贴直播间的网址，例如 ${examples}。`,
    'bad-ref': ({ site, ref, examples }) =>
      ref === '' ? `${site}没有这个房间。` : `${site}的房间号是${ref}，例如 ${examples}。`,
    'other-site': ({ site }) => `这是${site}的直播间。`,
    off: ({ site }) => `这台服务器没有启用${site}（PLATFORMS）。`,
    cut: () => '链接没有显示完整，末尾被省略了。请复制完整的链接。',
    overlay: () => '这是弹幕画面的链接，里面没有直播间。请在画面列表里打开它。',
    'dead-link': () => '这个链接没有指向直播间。请在浏览器里打开它，再粘贴打开后的网址。',
    'no-answer': () => '平台没有返回直播间。请在浏览器里打开链接，再粘贴打开后的网址。',
    login: () => '请先登录再打开这个链接；也可以在浏览器里打开它，再粘贴打开后的网址。',
    silence: () => '连不上服务器，请确认 danmu-relay 正在运行。',
  },
  retry: '重试',
  saved: '已保存。',
  saveAgain: '重新保存',
  retryIn: (seconds) => (seconds === 0 ? '正在重试…' : `${seconds} 秒后重试`),
  refusedTitle: '服务器没有打开这个房间',
  silentTitle: '连不上服务器',
  silentHint: '请确认 danmu-relay 正在运行，连接会自动恢复。',
  rate: (perSecond) => `${perSecond} 条/秒`,
  online: (people) => `${people} 人在看`,
  coverage: ({ received, of }, canLogIn) => {
    const lines =
      received === 0
        ? '弹幕一条也没收到'
        : received === 1
          ? `大约每 ${of} 条弹幕只收到 1 条`
          : `大约每 ${of} 条弹幕收到 ${received} 条`
    return canLogIn ? `${lines}，登录账号可以收到更多` : lines
  },
  emptyTitle: '三步让弹幕飞上直播画面',
  events: '实时消息',
  noEvents: '打开房间后，最近 50 条消息会显示在这里。',
  eventTypes: {
    chat: '弹幕',
    gift: '礼物',
    superchat: '醒目留言',
    membership: '会员',
    like: '点赞',
    enter: '进场',
    follow: '关注',
    share: '分享',
    stats: '数据',
    rank: '榜单',
    room: '直播间',
    lottery: '抽奖',
    redpacket: '红包',
    retract: '撤回',
    notice: '通知',
    source: '来源',
  },
  liked: (name, count) => `${name} 点赞 ${count} 次`,
  ranked: (board, people) => `${board}：${people} 人`,
  roomStates: { live: '直播中', paused: '暂停', ended: '已结束', offline: '未开播' },
  notices: {
    'unknown-method': ({ text, count = 0 }) =>
      `收到 ${count} 条未知消息 ${text}：可能有内容没有显示`,
    'unknown-sibling': ({ text }) => `收到已知消息的新版本 ${text}：其中的内容可能没有显示`,
    'vanished-type': ({ text }) =>
      `很久没有收到“${text}”类消息，而之前有很多：平台可能改了发送方式`,
    'events-lost': ({ count }) =>
      count === undefined ? '丢失了一些消息' : `丢失了 ${count} 条消息`,
    'platform-warning': ({ text }) => `平台警告：${text}`,
    'user-blocked': () => '有观众被禁言',
    'user-muted': () => '有观众被暂时禁言',
    'user-unmuted': () => '有观众被解除禁言',
    'user-kicked': () => '有观众被移出直播间',
    'chat-muted-for-all': () => '全员禁言中',
    'chat-muted-below-badge-level': () => '粉丝牌等级不够的人暂时不能发言',
    'chat-muted-below-user-level': () => '用户等级不够的人暂时不能发言',
    'chat-muted-below-wealth-level': () => '荣耀等级不够的人暂时不能发言',
    'chat-muted': ({ text }) => text || '部分观众暂时不能发言',
    'messages-recalled': ({ text }) => text || '有弹幕被撤回',
    'viewer-acted': ({ text }) => text || '有观众互动了',
    'chat-unmuted': () => '已解除禁言',
    'admins-changed': () => '房管有变动',
    'admin-added': () => '新增了房管',
    'admin-removed': () => '撤销了房管',
    'stream-node-changed': () => '直播流已切换节点',
    'stream-ping-timed-out': () => '主播端连接超时',
  },
  menu: '页面',
  pages: {
    studio: '工作台',
    host: '直播间',
    accounts: '账号',
    audit: '操作记录',
    gifts: '礼物',
    ledger: '金币',
    me: '我的账号',
  },
  login: {
    name: '名字',
    password: '密码',
    newPassword: '新密码，至少 8 个字符',
    byLink: '用第一次启动时的链接登录',
    hint: '使用服务器第一次启动时打印的登录链接，或在下面粘贴令牌。',
    token: '令牌',
    register: '注册账号',
    reset: '设置新密码',
    guest: '以游客身份进入',
    logOut: '退出登录',
    checking: '正在登录…',
  },
}
