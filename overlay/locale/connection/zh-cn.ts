import { closeCodes } from '../../../proto/feed/index.ts'
import type { ConnectionWords } from './words.ts'

/** The Simplified Chinese texts. */
export const zhCn: ConnectionWords = {
  disconnected: '连不上弹幕服务，正在重试',
  refused: '链接有误，或令牌已失效，请回工作台重新复制',
  closed: {
    [closeCodes.noSuchRoom]: '没有这个房间，或它是私密的',
    [closeCodes.roomOff]: '房间已停止，启动后自动恢复',
  },
}
