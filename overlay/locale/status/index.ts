import type { SourceEvent } from '../../../proto/feed/index.ts'
import { isChinese } from '../index.ts'
import { en } from './en.ts'
import type { StatusWords } from './words.ts'
import { zhCn } from './zh-cn.ts'

/** What is told of a source. */
type SourceFacts = Pick<SourceEvent, 'state' | 'reason' | 'reasonCode'>

/** Returns the words about how things stand in a language (BCP 47). */
export function statusWordsFor(language: string): StatusWords {
  return isChinese(language) ? zhCn : en
}

/** Returns how a source is heard in a language (BCP 47), and why if it says so. */
export function sourceText(facts: SourceFacts, language: string): string {
  const state = statusWordsFor(language).states[facts.state]
  const reason = reasonText(facts, language)
  if (reason === undefined) return state
  // Not live yet, over, stopped: the reason is what has ended.
  return facts.state === 'ended' ? reason : `${state} · ${reason}`
}

/**
 * Returns why a source is not heard, in a language (BCP 47); undefined if it does not say why. Its
 * own words are English, and for who looks into it.
 */
export function reasonText(
  { reason, reasonCode }: Pick<SourceFacts, 'reason' | 'reasonCode'>,
  language: string,
): string | undefined {
  const { reasons, unknown } = statusWordsFor(language)
  if (reasonCode === undefined) return reason === undefined ? undefined : unknown
  return Object.hasOwn(reasons, reasonCode)
    ? reasons[reasonCode as keyof typeof reasons] // it has it
    : unknown
}
