import type { Status } from '../../client/reduce.ts'
import { isChinese } from '../index.ts'
import { en } from './en.ts'
import { zhCn } from './zh-cn.ts'

/**
 * Returns the reason why a client is not connected, in a language (BCP 47). The server's text is
 * not used: it is always English.
 */
export function awayText(status: Status | undefined, language: string): string {
  const { closed, refused, disconnected } = isChinese(language) ? zhCn : en
  const textsByCode: Readonly<Record<number, string>> = closed // most codes have no text of their own
  const own = status && 'code' in status ? textsByCode[status.code] : undefined
  return own ?? (status?.kind === 'refused' ? refused : disconnected)
}
