import type { FeedEvent } from '../../proto/feed/index.ts'
import { shortened } from './well-formed.ts'

// Rings, journals and readers hold each line. The longest real one, a board, has a third of this.
const maxLineChars = 64 * 1024

// The longest text that a site lets a viewer write has a few hundred.
const maxTextChars = 2_000

/**
 * Returns an event and its line. If the line is too long, the ends of its texts are cut off;
 * undefined if it is too long even then.
 */
export function withinLineLimit(
  event: FeedEvent,
): { readonly event: FeedEvent; readonly line: string } | undefined {
  const line = JSON.stringify(event)
  if (line.length <= maxLineChars) return { event, line }
  const short = shortened(event, maxTextChars)
  const shortLine = JSON.stringify(short)
  return shortLine.length <= maxLineChars ? { event: short, line: shortLine } : undefined
}
