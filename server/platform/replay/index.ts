import { type TextLine, Unreadable } from '../../lib/file/text-line.ts'
import type { RecordedPlatform, TimedEvent } from '../platform.ts'
import { recordedEvents } from './recording.ts'
import { parseScenario, scenarioEvents } from './scenario.ts'

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
