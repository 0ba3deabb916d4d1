import { en } from './en/live.ts'
import type { Area } from './index.ts'
import { zhCn } from './zh-cn/live.ts'

/** The texts of the elements by which viewers take part in a live room. */
export type LiveWords = typeof en

/** The texts of the elements by which viewers take part in a live room, in both languages. */
export const liveWords: Area<LiveWords> = { en, zhCn }
