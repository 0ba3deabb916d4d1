import type { TextLine } from '../../lib/file/text-line.ts'
import type { TimedEvent } from '../platform.ts'
import { eventAt, objectAt } from './check.ts'

/**
 * Yields the events of a recorded feed, one JSON object a line, at the intervals of their arrival.
 * Skips control frames and the side stream.
 *
 * @throws Unreadable that names the line.
 */
export async function* recordedEvents(
  lines: AsyncIterable<TextLine>,
): AsyncGenerator<TimedEvent, void> {
  let afterMs = 0
  let before: number | undefined
  for await (const { number, text } of lines) {
    const value = objectAt(`line ${number}`, text)
    if ('frame' in value || value['type'] === 'raw') continue
    const event = eventAt(`line ${number}`, value)
    const now = timeOf(value)
    // A recording whose time goes back, because clocks or days changed, continues at once.
    if (now !== undefined) {
      afterMs += Math.max(0, now - (before ?? now))
      before = now
    }
    yield { afterMs, event }
  }
}

function timeOf({ receivedAt, at }: Readonly<Record<string, unknown>>): number | undefined {
  return [receivedAt, at].find((time): time is number => Number.isSafeInteger(time))
}
