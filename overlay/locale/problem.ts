import { en } from './en/problem.ts'
import type { Area } from './index.ts'
import { zhCn } from './zh-cn/problem.ts'

/** The texts about refusals of the server, for users of our pages. */
export type ProblemWords = typeof en

/** The texts about refusals of the server, for users of our pages, in both languages. */
export const problemWords: Area<ProblemWords> = { en, zhCn }
