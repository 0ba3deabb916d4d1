import type { ReasonCode, SourceEvent } from '../../../proto/feed/index.ts'
import type { Figures } from '../words.ts'

/** The texts about the status of sources and connection, for streamers and operators. */
export interface StatusWords {
  readonly connected: string
  readonly states: Readonly<Record<SourceEvent['state'], string>>
  /** The reason why a source is not received, or not completely, and what a user can do. */
  readonly reasons: Readonly<Record<ReasonCode, string>>
  /** The text for an unknown reason code. */
  readonly unknown: string
  readonly limits: Readonly<Record<NonNullable<SourceEvent['limits']>[number], string>>
  readonly lastEvent: (seconds: number | undefined) => string
  readonly framesPerSecond: (fps: number) => string
  readonly dropped: (count: number) => string
  readonly missed: (count: number) => string
  readonly figures: (figures: Figures) => string
}
