import { connectionWords } from '../../locale/connection.ts'
import { wordsFor } from '../../locale/index.ts'
import { type Figures, sourceText, statusWords } from '../../locale/status.ts'
import { type Connection, troubleText } from '../base/trouble.ts'

/** Returns a text with the room, the connection, the sources and the figures. */
export function debugText(connection: Connection, figures: Figures, language: string): string {
  const { status, room, sources } = connection.feed
  const words = wordsFor(statusWords, language)
  const state =
    status.kind === 'open'
      ? wordsFor(connectionWords, language).states.open
      : troubleText(connection, language)
  const texts = Object.entries(sources).flatMap(([name, { source }]) =>
    source ? [`${name}: ${sourceText(source, language)}`] : [],
  )
  const parts = [room, state, ...texts, words.figures(figures)]
  return parts.filter((part) => part !== undefined).join(' · ')
}
