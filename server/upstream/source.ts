import type { Clock } from '../lib/time/clock.ts'
import type { Platform, Recording } from '../platform/platform.ts'
import type { StoredCursor } from './cursor-store.ts'
import { runTimeline } from './generated.ts'
import type { EventSink } from '../pipeline/pipeline.ts'
import type { Network, Report } from './network.ts'
import { type FindRecording, runRecording } from './recorded.ts'
import { type Session, SourceSession } from './session.ts'

/** The dependencies of sources on the network. */
export interface NetworkDeps {
  readonly network: Network
  readonly report: Report
  /**
   * Returns the operator's cookie for the site; must not be given for a source that a viewer opens.
   */
  readonly cookie?: () => Promise<string | undefined>
  /** The cursor of an earlier run of the source. */
  readonly bookmark?: StoredCursor
}

/** The live rooms of this server, as sources. */
export interface OwnSources {
  /**
   * Publishes what happens in a live room into a sink, until the session is closed; a room has one
   * sink at a time. @throws RangeError if there is no such room.
   */
  readonly open: (ref: string, sink: EventSink) => Session
}

/** The dependencies of a source. */
export interface SourceParts {
  readonly platform: Platform
  readonly ref: string
  readonly sink: EventSink
  readonly clock: Clock
  /** The seed of generated sources. */
  readonly seed: number
  /** Finds the recording to replay; absent if there are none. */
  readonly recordings?: FindRecording
  /** The live rooms of this server; absent if there are none. */
  readonly own?: OwnSources
  /** The dependencies of sources on the network; absent if there is none. */
  readonly wire?: NetworkDeps
}

/**
 * Starts a source.
 *
 * @throws RangeError if the platform has no such ref, or cannot be opened.
 */
export function openSource(parts: SourceParts): Session {
  const { platform, ref, sink, clock, seed, own, wire } = parts
  switch (platform.kind) {
    case 'generated':
      return runTimeline(platform.timeline(ref, seed), sink, clock)
    case 'recorded':
      return runRecording(platform.play(find(ref, parts)), sink, clock)
    case 'own':
      if (own) return own.open(ref, sink)
      throw new RangeError('this server has no live rooms of its own')
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
