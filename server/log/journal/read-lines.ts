import { open } from 'node:fs/promises'
import { codeOf } from '../../lib/file/error-code.ts'
import { LogFailed } from '../log.ts'
import { linesOf, type TickRecord, readRecords } from './record.ts'
import { offsetBefore, type Segment } from './segment.ts'

// The maximal part of a file that is in memory at a time, unless one record is longer.
const chunkBytes = 256 * 1024

/**
 * Returns at most `limit` lines from position `from` on, from consecutive segments. A segment that
 * was deleted meanwhile ends the answer: lines never skip a position.
 *
 * @throws LogFailed if a segment that was sound when written no longer is.
 */
export async function readLines(
  segments: readonly Segment[],
  from: number,
  limit: number,
): Promise<readonly string[]> {
  const lines: string[] = []
  if (from < (segments[0]?.firstSeq ?? Infinity)) return lines
  for (const segment of segments.filter(({ head }) => head >= from)) {
    for await (const record of recordsFrom(segment, from)) {
      const skipped = Math.max(0, from - record.firstSeq)
      const wanted = linesOf(record).slice(skipped, skipped + limit - lines.length)
      for (const line of wanted) lines.push(line)
      if (lines.length >= limit) return lines
    }
    if (from + lines.length <= segment.head) return lines
  }
  return lines
}

/** Reads the records of a segment from the one that holds `seq` on; none if the file is gone. */
async function* recordsFrom(segment: Segment, seq: number): AsyncGenerator<TickRecord> {
  const file = await openIfThere(segment.path)
  if (file === undefined) return
  try {
    let at = offsetBefore(segment, seq)
    let size = chunkBytes
    while (at < segment.bytes) {
      const chunk = Buffer.allocUnsafe(Math.min(size, segment.bytes - at))
      const { bytesRead } = await file.read(chunk, 0, chunk.length, at)
      const { records, end, tail } = readRecords(chunk.subarray(0, bytesRead))
      yield* records.filter(({ firstSeq, count }) => firstSeq + count > seq)
      // A record may continue in the next chunk, but not beyond the sound part.
      const cut = tail.kind === 'torn' && at + chunk.length === segment.bytes
      at += end
      if (tail.kind === 'damaged' || bytesRead < chunk.length || cut) throw unsound(segment, at)
      size = tail.kind === 'torn' ? Math.max(chunkBytes, tail.needs) : chunkBytes
    }
  } finally {
    await file.close()
  }
}

async function openIfThere(path: string): Promise<Awaited<ReturnType<typeof open>> | undefined> {
  try {
    return await open(path)
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined
    throw new LogFailed('broken', `${path} cannot be read`, { cause })
  }
}

function unsound({ path }: Segment, at: number): LogFailed {
  return new LogFailed('broken', `${path} was damaged at byte ${at} after it was written`)
}
