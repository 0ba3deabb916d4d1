import type { FeedEvent } from '../../proto/feed/index.ts'
import { en } from './en/element.ts'
import type { Area } from './index.ts'
import { zhCn } from './zh-cn/element.ts'

/** The texts of the elements of a room, in addition to those of the overlay. */
export type ElementWords = typeof en

/** The texts of the elements of a room, in addition to those of the overlay, in both languages. */
export const elementWords: Area<ElementWords> = { en, zhCn }

/** An event whose text is its action only. */
export type Deed = Extract<FeedEvent, { type: keyof ElementWords['deeds'] }>
