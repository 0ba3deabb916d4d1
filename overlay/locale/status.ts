import type { SourceEvent } from '../../proto/feed/index.ts'
import { en } from './en/status.ts'
import { type Area, wordsFor } from './index.ts'
import { zhCn } from './zh-cn/status.ts'

export type { Figures } from './en/status.ts'

/** The texts about the status of sources, for streamers and operators. */
export type StatusWords = typeof en

/** The texts about the status of sources, for streamers and operators, in both languages. */
export const statusWords: Area<StatusWords> = { en, zhCn }

/** The fields of a source that these texts use. */
type SourceFacts = Pick<SourceEvent, 'state' | 'reason' | 'reasonCode'>

/** Returns the state of a source in a language (BCP 47), with the reason if it gives one. */
export function sourceText(facts: SourceFacts, language: string): string {
  const state = wordsFor(statusWords, language).states[facts.state]
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
  const { reasons, unknown } = wordsFor(statusWords, language)
  if (reasonCode === undefined) return reason === undefined ? undefined : unknown
  return Object.hasOwn(reasons, reasonCode)
    ? reasons[reasonCode as keyof typeof reasons] // the key exists
    : unknown
}
