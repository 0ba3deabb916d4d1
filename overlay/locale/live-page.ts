import { en } from './en/live-page.ts'
import type { Area } from './index.ts'
import { zhCn } from './zh-cn/live-page.ts'

/** The texts of the page of a live room. */
export type LivePageWords = typeof en

/** The texts of the page of a live room, in both languages. */
export const livePageWords: Area<LivePageWords> = { en, zhCn }
