import { en } from './en/page.ts'
import type { Area } from './index.ts'
import { zhCn } from './zh-cn/page.ts'

export type { NoticeFacts, ProblemFacts } from './en/page.ts'

/** The texts of the pages, except those of events and elements. */
export type PageWords = typeof en

/** The texts of the pages, except those of events and elements, in both languages. */
export const pageWords: Area<PageWords> = { en, zhCn }

/** The colour scheme of our pages: that of the system, or the user's choice. */
export type PageScheme = keyof PageWords['schemes']

/** A page in the menu of an account. */
export type MenuPage = keyof PageWords['pages']
