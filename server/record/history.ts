import type { Position } from '../../proto/feed/index.ts'
import type { History } from '../hub/history.ts'
import { LogFailed } from '../log/log.ts'
import type { StoredLine } from '../store/query/event.ts'

/** The available lines of one epoch: a log, or the remains of an earlier one. */
export interface EpochLines {
  readonly epoch: string
  readonly head: number
  readonly oldest: number
  readonly read: (from: number, limit: number) => Promise<readonly string[]>
}

/** Queries the database; rejects while it is away. */
export type ReadStored = (position: Position, limit: number) => Promise<readonly StoredLine[]>

/**
 * Returns the history of a room before its ring: from the files while they have it, else from the
 * database.
 *
 * @param files - returns the current files.
 */
export function createHistory(files: () => readonly EpochLines[], stored: ReadStored): History {
  return {
    after: async (position, limit) => {
      const lines = await linesOf(files(), position, limit)
      if (lines.length > 0) return lines
      return withoutHole(await stored(position, limit), position.seq)
    },
  }
}

/** Returns lines of the files; none if the next line was deleted after storing, or cannot be read. */
async function linesOf(
  files: readonly EpochLines[],
  { epoch, seq }: Position,
  limit: number,
): Promise<readonly string[]> {
  const file = files.find((one) => one.epoch === epoch)
  if (!file || file.oldest > seq + 1 || file.head <= seq) return []
  try {
    return await file.read(seq + 1, limit)
  } catch (error) {
    if (!(error instanceof LogFailed)) throw error
    return [] // the database may have it; if not, the reader gets a gap
  }
}

/** Returns the lines before the first hole: a reader must get a gap, not a silent loss. */
function withoutHole(lines: readonly StoredLine[], after: number): readonly string[] {
  const hole = lines.findIndex(({ seq }, index) => seq !== after + index + 1)
  return (hole === -1 ? lines : lines.slice(0, hole)).map(({ line }) => line)
}
