import type { ReasonCode, SourceEvent } from '../../../proto/feed/index.ts'
import type { Figures } from '../words.ts'

/** How sources and the connection stand: for whom something is wrong, or who looks into it. */
export interface StatusWords {
  readonly connected: string
  readonly states: Readonly<Record<SourceEvent['state'], string>>
  /** Why a source is not heard, or not all of it, and what one can do. */
  readonly reasons: Readonly<Record<ReasonCode, string>>
  /** For a reason whose code is not known here. */
  readonly unknown: string
  readonly limits: Readonly<Record<NonNullable<SourceEvent['limits']>[number], string>>
  readonly lastEvent: (seconds: number | undefined) => string
  readonly framesPerSecond: (fps: number) => string
  readonly dropped: (count: number) => string
  readonly missed: (count: number) => string
  readonly figures: (figures: Figures) => string
}
