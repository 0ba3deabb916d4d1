import type { Position } from '../../proto/feed/index.ts'
import type { History } from '../hub/history.ts'
import type { StoredLine } from '../store/event.ts'

/** Lines of one epoch that are at hand: a log, or what is left of an earlier one. */
export interface EpochLines {
  readonly epoch: string
  readonly head: number
  readonly oldest: number
  readonly read: (from: number, limit: number) => Promise<readonly string[]>
}

/** Asks the database; rejects while it is away. */
export type ReadStored = (position: Position, limit: number) => Promise<readonly StoredLine[]>

/** What a room's ring has forgotten: from the files first, then from the database. */
export function createHistory(files: readonly EpochLines[], stored: ReadStored): History {
  return {
    after: async ({ epoch, seq }, limit) => {
      const file = files.find((one) => one.epoch === epoch)
      if (file && file.oldest <= seq + 1 && seq < file.head) return file.read(seq + 1, limit)
      return withoutHole(await stored({ epoch, seq }, limit), seq)
    },
  }
}

/** A hole would be silence: whoever asks is told that the next line is not there. */
function withoutHole(lines: readonly StoredLine[], after: number): readonly string[] {
  const hole = lines.findIndex(({ seq }, index) => seq !== after + index + 1)
  return (hole === -1 ? lines : lines.slice(0, hole)).map(({ line }) => line)
}
