import { type TextLine, Unreadable } from '../../lib/file/text-line.ts'
import type { RecordedPlatform, TimedEvent } from '../platform.ts'
import { parseScenario, scenarioEvents } from './scenario.ts'
import { eventAt, objectAt } from './check.ts'

/** `replay:<name>`: recorded feeds and scenarios, played as tests. */
export const replay: RecordedPlatform = {
  kind: 'recorded',
  name: 'replay',
  site: { platform: 'replay', title: { en: 'Replay', 'zh-CN': '回放' } },
  play: ({ form, lines }) => {
    switch (form) {
      case 'feed':
        return recordedEvents(lines)
      case 'scenario':
        return writtenEvents(lines)
    }
  },
}

// A scenario is written by hand; a recording is read as it is played, however long it is.
const maxScenarioChars = 256 * 1024

async function* writtenEvents(lines: AsyncIterable<TextLine>): AsyncGenerator<TimedEvent, void> {
  let text = ''
  for await (const line of lines) {
    text += `${line.text}\n`
    if (text.length > maxScenarioChars) {
      throw new Unreadable(`a scenario may have ${maxScenarioChars} characters`)
    }
  }
  yield* scenarioEvents(parseScenario(text))
}

/**
 * Yields the events of a recorded feed, one JSON object a line, at the intervals of their arrival.
 * Skips control frames and the side stream.
 *
 * @throws Unreadable that names the line.
 */
async function* recordedEvents(lines: AsyncIterable<TextLine>): AsyncGenerator<TimedEvent, void> {
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
