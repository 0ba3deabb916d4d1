import type { Figures } from '../../locale/index.ts'
import { sourceText, statusWordsFor } from '../../locale/status/index.ts'
import { type ConnectionFacts, troubleText } from './trouble.ts'

/** Returns a text with the room, the connection, the sources and the figures. */
export function debugText(facts: ConnectionFacts, figures: Figures, language: string): string {
  const { state } = facts
  const words = statusWordsFor(language)
  const connection = state?.status.kind === 'open' ? words.connected : troubleText(facts, language)
  const sources = Object.entries(state?.sources ?? {}).flatMap(([name, { source }]) =>
    source ? [`${name}: ${sourceText(source, language)}`] : [],
  )
  const parts = [state?.room, connection, ...sources, words.figures(figures)]
  return parts.filter((part) => part !== undefined).join(' · ')
}
