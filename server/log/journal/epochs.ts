import { readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { assemble, type Finding, type Scan, scanSegment } from './recover.ts'
import { emptySegment, parseSegmentName, type Segment } from './segment.ts'

/** The files of one epoch in a journal's folder, not read yet. */
export interface EpochFiles {
  readonly epoch: string
  /** Increases from one epoch to the next; 0 for files of an earlier version, which had no numbers. */
  readonly number: number
  /** In the order of their positions. */
  readonly segments: readonly Segment[]
}

interface Found {
  readonly segments: readonly Segment[]
  readonly number: number
  readonly writtenAt: number
}

const notFound: Found = { segments: [], number: 0, writtenAt: 0 }

/** Returns the epochs that have segments in a folder, the newest first. */
export function listEpochs(folder: string): readonly EpochFiles[] {
  const byEpoch = new Map<string, Found>()
  for (const fileName of readdirSync(folder)) {
    const name = parseSegmentName(fileName)
    if (name === undefined) continue
    const { segments, number, writtenAt } = byEpoch.get(name.epoch) ?? notFound
    byEpoch.set(name.epoch, {
      segments: [...segments, emptySegment(folder, name)],
      number: Math.max(number, name.number),
      writtenAt: Math.max(writtenAt, statSync(join(folder, fileName)).mtimeMs),
    })
  }
  // The date counts only between epochs without a number: a clock may have been set back.
  return [...byEpoch]
    .toSorted(([, a], [, b]) => b.number - a.number || b.writtenAt - a.writtenAt)
    .map(([epoch, { segments, number }]) => ({
      epoch,
      number,
      segments: segments.toSorted((a, b) => a.firstSeq - b.firstSeq),
    }))
}

/** Reads every record of an epoch's segments, with one segment in memory at a time. */
export async function scanSegments(segments: readonly Segment[]): Promise<Finding> {
  const scans: Scan[] = []
  for (const segment of segments) {
    scans.push(scanSegment(segment, await readFile(segment.path)))
  }
  return assemble(scans)
}
