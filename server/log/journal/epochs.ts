import { readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { assemble, type Finding, type Scan, scanSegment } from './recover.ts'
import { emptySegment, parseSegmentName, type Segment } from './segment.ts'

/** The files of one epoch in a journal's folder, not read yet. */
export interface EpochFiles {
  readonly epoch: string
  /** In the order of their positions. */
  readonly segments: readonly Segment[]
}

/** The epochs of which a folder has segments, the one written last first. */
export function listEpochs(folder: string): readonly EpochFiles[] {
  const byEpoch = new Map<string, { segments: Segment[]; writtenAt: number }>()
  for (const fileName of readdirSync(folder).toSorted()) {
    const name = parseSegmentName(fileName)
    if (name === undefined) continue
    const { segments, writtenAt } = byEpoch.get(name.epoch) ?? { segments: [], writtenAt: 0 }
    const { mtimeMs } = statSync(join(folder, fileName))
    byEpoch.set(name.epoch, {
      segments: [...segments, emptySegment(folder, name)],
      writtenAt: Math.max(writtenAt, mtimeMs),
    })
  }
  return [...byEpoch]
    .toSorted(([, one], [, other]) => other.writtenAt - one.writtenAt)
    .map(([epoch, { segments }]) => ({ epoch, segments }))
}

/** Reads every record of an epoch's segments, holding one segment at a time. */
export async function scanSegments(segments: readonly Segment[]): Promise<Finding> {
  const scans: Scan[] = []
  for (const segment of segments) {
    scans.push(scanSegment(segment, await readFile(segment.path)))
  }
  return assemble(scans)
}
