import type { SourceEvent } from '../../../proto/feed/index.ts'
import { isChinese } from '../index.ts'
import { en } from './en.ts'
import type { StatusWords } from './words.ts'
import { zhCn } from './zh-cn.ts'

/** The fields of a source that these texts use. */
type SourceFacts = Pick<SourceEvent, 'state' | 'reason' | 'reasonCode'>

/** Returns the texts about the status of sources and connection in a language (BCP 47). */
export function statusWordsFor(language: string): StatusWords {
  return isChinese(language) ? zhCn : en
}

/** Returns the state of a source in a language (BCP 47), with the reason if it gives one. */
export function sourceText(facts: SourceFacts, language: string): string {
  const state = statusWordsFor(language).states[facts.state]
  const reason = reasonText(facts, language)
  if (reason === undefined) return state
  // A source that ended: the reason says why, the state adds nothing.
  return facts.state === 'ended' ? reason : `${state} · ${reason}`
}

/**
 * Returns the reason why a source is not received, in a language (BCP 47); undefined if it gives
 * none. Its English `reason` is for operators and not used.
 */
export function reasonText(
  { reason, reasonCode }: Pick<SourceFacts, 'reason' | 'reasonCode'>,
  language: string,
): string | undefined {
  const { reasons, unknown } = statusWordsFor(language)
  if (reasonCode === undefined) return reason === undefined ? undefined : unknown
  return Object.hasOwn(reasons, reasonCode)
    ? reasons[reasonCode as keyof typeof reasons] // the key exists
    : unknown
}
