import { en } from './en/host.ts'
import type { Area } from './index.ts'
import { zhCn } from './zh-cn/host.ts'

/** The texts of the page of a host. */
export type HostWords = typeof en

/** The texts of the page of a host, in both languages. */
export const hostWords: Area<HostWords> = { en, zhCn }
