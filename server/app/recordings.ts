import type { TextLine } from '../lib/file/text-line.ts'
import { linesAt } from '../lib/file/text-lines.ts'
import type { Logger } from '../lib/logger.ts'
import { findFile } from '../lib/file/find-file.ts'
import type { FindRecording } from '../upstream/recorded.ts'

const forms = { '.ndjson': 'feed', '.ndjson.gz': 'feed', '.json': 'scenario' } as const

/**
 * Returns the recordings for replay: the files of one folder, each by its name without the ending.
 */
export function recordingsIn(folder: string, log: Pick<Logger, 'warn'>): FindRecording {
  return (name) => {
    const found = findFile(folder, name, Object.keys(forms))
    if (!found) return undefined
    const form = forms[found.ending as keyof typeof forms] // its ending is a key of `forms`
    return {
      form,
      lines: watched(linesAt(found.path), (error) => log.warn({ name, error }, broken)),
    }
  }
}

const broken = 'recording not read to its end'

async function* watched(
  lines: AsyncIterable<TextLine>,
  onError: (error: unknown) => void,
): AsyncGenerator<TextLine, void> {
  try {
    yield* lines
  } catch (error) {
    onError(error)
    throw error
  }
}
