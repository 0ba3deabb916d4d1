import type { FeedState } from '../../client/reduce.ts'
import type { Design } from '../../design/design.ts'
import { wordsFor } from '../../locale/index.ts'
import { dockWords } from '../../locale/dock.ts'
import { type NamedRefusal, namedRefusalText } from '../named-overlay.ts'
import { type RoomHealth, roomHealth } from '../room-health.ts'

/** The state of a dock's overlay and room. */
export interface DockFacts {
  /** The reason why there is no overlay of this name. */
  readonly refused: NamedRefusal | undefined
  readonly design: Design | undefined
  readonly feed: FeedState | undefined
  /** True if the overlay has a name; otherwise the title of the page shows the room. */
  readonly isNamed: boolean
}

/**
 * Returns the health of the room of a dock, or the reason why there is none, in a language (BCP
 * 47).
 */
export function dockHealth(
  { refused, design, feed, isNamed }: DockFacts,
  language: string,
): RoomHealth {
  const say = wordsFor(dockWords, language)
  if (refused) {
    return { level: 'bad', text: namedRefusalText(refused, language), details: refused.reason }
  }
  if (!design) return { level: 'idle', text: say.waiting }
  if (design.room === undefined) return { level: 'idle', text: say.noRoom }
  const health = roomHealth(feed, language)
  return isNamed ? { ...health, text: `${design.room} · ${health.text}` } : health
}
