import type { FeedEvent } from '../../proto/feed/index.ts'
import { identityLimits } from '../hub/identity.ts'
import { defaultLimits } from '../log/journal/index.ts'
import { LogFailed } from '../log/log.ts'
import type { Statements } from '../store/db.ts'
import type { StoredEpoch } from '../store/epoch.ts'
import { newestEvents } from '../store/event.ts'

/** Lines of one epoch in a file, as far as they are there. */
export interface EpochFile {
  readonly epoch: string
  readonly epochNumber: number
  readonly head: number
  readonly oldest: number
  readonly read: (from: number, limit: number) => Promise<readonly string[]>
}

/** What a room must remember to go on as if it had never closed; each list in order. */
export interface RecentEvents {
  /** Of the epoch that goes on. */
  readonly recent: readonly FeedEvent[]
  /** Of epochs that ended: what they told is over, but may be told again. */
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
 * The newest lines of some files, all epochs together.
 *
 * @param onUnread - hears of a file that cannot be read to its end.
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

/** What {@link linesInDatabase} is asked for. */
export interface MissingLines {
  readonly room: string
  /** What the database holds of the room, the newest epoch first. */
  readonly stored: readonly StoredEpoch[]
  readonly files: readonly EpochFile[]
  /** How many lines the files gave. */
  readonly found: number
  /** Epoch milliseconds. */
  readonly now: number
}

/** The newest stored lines that no file has, as far as a room would remember them. */
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
    await read(head, seq + 1, recentLines) // a power cut took lines that were stored
    await read(0, oldest, recentLines - found - lines.length)
  }
  return lines
}

/** Puts lines in order, and tells those of the epoch that goes on from those of earlier ones. */
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
