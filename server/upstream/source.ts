import type { Clock } from '../lib/time/clock.ts'
import type { Platform, Recording } from '../platform/platform.ts'
import type { StoredCursor } from './cursor-store.ts'
import { runTimeline } from './generated.ts'
import type { EventSink } from '../pipeline/pipeline.ts'
import type { Network, Report } from './network.ts'
import { type FindRecording, runRecording } from './recorded.ts'
import { type Session, SourceSession } from './session.ts'

/** What sources on the network are reached with. */
export interface NetworkDeps {
  readonly network: Network
  readonly report: Report
  /** The operator's cookie for the site; must not be given for what a stranger opens. */
  readonly cookie?: () => Promise<string | undefined>
  /** Where an earlier run of the source was. */
  readonly bookmark?: StoredCursor
}

/** What a source needs to run. */
export interface SourceParts {
  readonly platform: Platform
  readonly ref: string
  readonly sink: EventSink
  readonly clock: Clock
  /** What generated sources are seeded with. */
  readonly seed: number
  /** Finds what is to be replayed; absent where nothing can be. */
  readonly recordings?: FindRecording
  /** What sources on the network are reached with; absent where there is none. */
  readonly wire?: NetworkDeps
}

/**
 * Starts a source.
 *
 * @throws RangeError if the platform has no such ref, or cannot be opened.
 */
export function openSource(parts: SourceParts): Session {
  const { platform, ref, sink, clock, seed, wire } = parts
  switch (platform.kind) {
    case 'generated':
      return runTimeline(platform.timeline(ref, seed), sink, clock)
    case 'recorded':
      return runRecording(platform.play(find(ref, parts)), sink, clock)
    case 'wire': {
      const { connect } = platform
      if (connect && wire) {
        return new SourceSession({ platform: { ...platform, connect }, ref, sink, ...wire })
      }
      throw new RangeError(
        `this version reads captured ${platform.name} frames (danmu-relay decode) but cannot open its live rooms yet; try demo:busy`,
      )
    }
  }
}

function find(name: string, { recordings }: SourceParts): Recording {
  if (!recordings) {
    throw new RangeError('nothing can be replayed here: name a folder of recordings in REPLAY_DIR')
  }
  const found = recordings(name)
  if (found) return found
  throw new RangeError(
    `there is no ${name}.ndjson, ${name}.ndjson.gz or ${name}.json in the folder of REPLAY_DIR`,
  )
}
