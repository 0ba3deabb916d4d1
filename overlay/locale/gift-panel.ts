import { en } from './en/gift-panel.ts'
import type { Area } from './index.ts'
import { zhCn } from './zh-cn/gift-panel.ts'

/** The texts of the panel of gifts. */
export type GiftPanelWords = typeof en

/** The texts of the panel of gifts, in both languages. */
export const giftPanelWords: Area<GiftPanelWords> = { en, zhCn }
