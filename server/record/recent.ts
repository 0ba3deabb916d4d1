import type { FeedEvent } from '../../proto/feed/index.ts'
import { identityLimits } from '../hub/seen-ids.ts'
import { defaultLimits } from '../log/journal/index.ts'
import { LogFailed } from '../log/log.ts'
import type { Statements } from '../store/engine/db.ts'
import type { StoredEpoch } from '../store/query/epoch.ts'
import { newestEvents } from '../store/query/event.ts'

/** The available lines of one epoch in a file. */
export interface EpochFile {
  readonly epoch: string
  readonly epochNumber: number
  readonly head: number
  readonly oldest: number
  readonly read: (from: number, limit: number) => Promise<readonly string[]>
}

/** The events by which a room continues as if it had never closed; each list is in order. */
export interface RecentEvents {
  /** The events of the current epoch. */
  readonly recent: readonly FeedEvent[]
  /** The events of ended epochs: they describe no current state, but platforms may repeat them. */
  readonly earlier: readonly FeedEvent[]
}

const { recentLines } = defaultLimits
const pageLines = 2000

interface PlacedLine {
  readonly epoch: string
  readonly number: number
  readonly seq: number
  readonly line: string
}

/**
 * Reads the newest lines of some files, of all epochs together.
 *
 * @param onUnread - receives the error of a file that cannot be read to its end.
 */
export async function linesInFiles(
  files: readonly EpochFile[],
  onUnread: (error: LogFailed) => void,
): Promise<readonly PlacedLine[]> {
  const lines: PlacedLine[] = []
  for (const file of files.toSorted((a, b) => b.epochNumber - a.epochNumber)) {
    const left = recentLines - lines.length
    try {
      for await (const line of newestOf(file, left)) lines.push(line)
    } catch (error) {
      if (!(error instanceof LogFailed)) throw error
      onUnread(error)
    }
  }
  return lines
}

async function* newestOf(file: EpochFile, count: number): AsyncGenerator<PlacedLine> {
  const { epoch, epochNumber: number } = file
  let seq = Math.max(file.oldest, file.head - count + 1)
  while (seq <= file.head) {
    const lines = await file.read(seq, pageLines)
    if (lines.length === 0) return
    for (const line of lines) yield { epoch, number, seq: seq++, line }
  }
}

/**
 * Returns which of some event ids are in a file. A line that is deleted meanwhile is in the database.
 *
 * @throws LogFailed if the file cannot be read.
 */
export async function idsInFile(
  file: EpochFile,
  ids: ReadonlySet<string>,
): Promise<readonly string[]> {
  const found: string[] = []
  for (let seq = file.oldest; seq <= file.head;) {
    const lines = await file.read(seq, pageLines)
    if (lines.length === 0) {
      if (file.oldest <= seq) break
      seq = file.oldest // the lines between were stored and deleted
      continue
    }
    seq += lines.length
    for (const line of lines) {
      const id = outboxId.exec(line)?.[1]
      if (id !== undefined && ids.has(id)) found.push(id)
    }
  }
  return found
}

// The hub writes these fields first; most lines are of other sources, and are not parsed.
const outboxId = /^\{"v":1,"seq":\d+,"id":"(live:\d+)"/

/** The lines that {@link linesInDatabase} is to find. */
export interface MissingLines {
  readonly room: string
  /** The stored epochs of the room, the newest first. */
  readonly stored: readonly StoredEpoch[]
  readonly files: readonly EpochFile[]
  /** The number of lines that were found in the files. */
  readonly found: number
  /** Epoch milliseconds. */
  readonly now: number
}

/** Reads the newest stored lines that are in no file, if they are not too old to be remembered. */
export async function linesInDatabase(
  db: Statements,
  { room, stored, files, found, now }: MissingLines,
): Promise<readonly PlacedLine[]> {
  const lines: PlacedLine[] = []
  const since = now - identityLimits.ageMs
  for (const { epoch, number, seq } of stored) {
    const file = files.find((one) => one.epoch === epoch)
    const { oldest, head } = file ?? { oldest: seq + 1, head: seq }
    const read = async (after: number, before: number, limit: number): Promise<void> => {
      if (before - after < 2 || limit <= 0) return
      const newest = await newestEvents(db, { room, epoch, after, before, since }, limit)
      for (const one of newest) lines.push({ epoch, number, ...one })
    }
    await read(head, seq + 1, recentLines) // stored lines that a power cut removed from the file
    await read(0, oldest, recentLines - found - lines.length)
  }
  return lines
}

/** Sorts lines, and separates those of the current epoch from those of earlier epochs. */
export function recentEvents(lines: readonly PlacedLine[], epoch: string): RecentEvents {
  const sorted = lines.toSorted((a, b) => a.number - b.number || a.seq - b.seq)
  return {
    recent: sorted.filter((line) => line.epoch === epoch).map(eventOf),
    earlier: sorted.filter((line) => line.epoch !== epoch).map(eventOf),
  }
}

function eventOf({ line }: PlacedLine): FeedEvent {
  return JSON.parse(line) as FeedEvent // the hub wrote it
}
