import { en } from './en/overlay.ts'
import type { Area } from './index.ts'
import { zhCn } from './zh-cn/overlay.ts'

/** The texts of the overlay. */
export type OverlayWords = typeof en

/** The texts of the overlay, in both languages. */
export const overlayWords: Area<OverlayWords> = { en, zhCn }
