import { statSync } from 'node:fs'
import type { Disk } from './disk.ts'
import { type EpochFiles, scanSegments } from './epochs.ts'
import { readLines } from './read-lines.ts'
import type { Segment } from './segment.ts'

/** The rest of an ended epoch, until it is stored elsewhere. */
export interface PreviousEpoch {
  readonly epoch: string
  /** Increases from one epoch of the room to the next. */
  readonly epochNumber: number
  readonly oldest: number
  /** The position of the last line before the damage. */
  readonly head: number
  /** The space that it takes; 0 once it is discarded. */
  readonly bytes: number
  /** The number of its lines that are not stored elsewhere. */
  readonly waiting: number
  /** Marks the lines up to this position as stored elsewhere. */
  readonly markStored: (upTo: number) => void
  /** Returns lines as `read` of a log does. */
  readonly read: (from: number, limit: number) => Promise<readonly string[]>
  /** Deletes the files: the lines are stored, or not wanted any more. Idempotent. */
  readonly discard: () => void
}

/**
 * Returns the rest of an ended epoch; undefined if it has no sound line. Its files may hold more
 * than that.
 */
export async function findPreviousEpoch(
  { epoch, number, segments: files }: EpochFiles,
  disk: Disk,
): Promise<PreviousEpoch | undefined> {
  const { segments, oldest, head } = await scanSegments(files)
  if (head < oldest) return undefined
  let bytes = files.reduce((sum, { path }) => sum + statSync(path).size, 0)
  let settled = oldest - 1
  return {
    epoch,
    epochNumber: number,
    get waiting() {
      return head - settled
    },
    markStored: (upTo) => (settled = Math.max(settled, Math.min(upTo, head))),
    get oldest() {
      return bytes === 0 ? head + 1 : oldest // deleted: no line can be read
    },
    head,
    get bytes() {
      return bytes
    },
    read: (from, limit) => readLines(segments, from, limit),
    discard: () => {
      removeEpoch(files, disk)
      bytes = 0
    },
  }
}

/** Deletes the files of an epoch, the newest first: an interruption leaves a sound beginning. */
export function removeEpoch(files: readonly Segment[], disk: Disk): void {
  for (const { path } of files.toReversed()) disk.remove(path)
}
