import { closeCodes } from '../../../proto/feed/index.ts'
import type { en } from '../en/connection.ts'

/** The Simplified Chinese texts. */
export const zhCn: typeof en = {
  states: {
    connecting: '正在连接',
    open: '已连接',
    waiting: '连接断开，正在重试',
    refused: '无法打开',
    closed: '未连接',
  },
  disconnected: '连不上弹幕服务，正在重试',
  refused: '链接有误，或令牌已失效，请回工作台重新复制',
  closed: {
    [closeCodes.noSuchRoom]: '没有这个房间，或它是私密的',
    [closeCodes.roomOff]: '房间已停止，启动后自动恢复',
  },
}
