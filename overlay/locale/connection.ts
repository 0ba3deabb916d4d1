import type { Status } from '../client/reduce.ts'
import { en } from './en/connection.ts'
import { type Area, wordsFor } from './index.ts'
import { zhCn } from './zh-cn/connection.ts'

/** The texts about the connection to the server. */
export type ConnectionWords = typeof en

/** The texts about the connection to the server, in both languages. */
export const connectionWords: Area<ConnectionWords> = { en, zhCn }

/**
 * Returns the reason why a client is not connected, in a language (BCP 47). The server's text is
 * not used: it is always English.
 */
export function awayText(status: Status | undefined, language: string): string {
  const { closed, refused, disconnected } = wordsFor(connectionWords, language)
  const textsByCode: Readonly<Record<number, string>> = closed // most codes have no text of their own
  const own = status && 'code' in status ? textsByCode[status.code] : undefined
  return own ?? (status?.kind === 'refused' ? refused : disconnected)
}
