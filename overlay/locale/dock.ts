import { en } from './en/dock.ts'
import type { Area } from './index.ts'
import { zhCn } from './zh-cn/dock.ts'

/** The texts of the dock, except those of events and rooms. */
export type DockWords = typeof en

/** The texts of the dock, except those of events and rooms, in both languages. */
export const dockWords: Area<DockWords> = { en, zhCn }
