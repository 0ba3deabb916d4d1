import type { en } from '../en/dock.ts'

/** The Simplified Chinese texts. */
export const zhCn: typeof en = {
  title: '看板',
  chat: '弹幕',
  chatEmpty: '聊天消息会显示在这里。',
  thanks: '待感谢',
  thanksEmpty: '礼物、醒目留言和会员会列在这里，感谢后点击移除。',
  thank: (name) => `已感谢 ${name}`,
  thankAll: '全部已感谢',
  pinned: '置顶',
  pin: '置顶',
  unpin: '取消置顶',
  hide: (name) => `在这里和 OBS 里隐藏 ${name}`,
  hidden: (people) => `已隐藏 ${people} 人`,
  showAgain: '恢复显示',
  follow: '回到最新',
  waiting: '正在查找画面…',
  noRoom: '这个画面还没有房间：请在工作台里打开它并选择房间。',
}
