import type { Placed } from '../placement.ts'
import type { TextStyle } from '../text-style.ts'
import type { Face } from './font.ts'

/** A command to a painter. Plain data, because it may have to reach a worker. */
export type Command =
  /** Adds messages; a message with a key that is on the canvas replaces it. */
  | { readonly kind: 'add'; readonly entries: readonly Placed[] }
  /** Replaces all messages. */
  | { readonly kind: 'replace'; readonly entries: readonly Placed[] }
  | { readonly kind: 'style'; readonly textStyle: TextStyle }
  | ({ readonly kind: 'frame' } & Frame)
  | ({ readonly kind: 'clock' } & Clock)
  /** The web fonts of the page, for a painter that does not share them. */
  | { readonly kind: 'fonts'; readonly faces: readonly Face[] }

/** The size of a canvas in CSS px; one CSS px is `ratio` device pixels. */
export interface Frame {
  readonly widthPx: number
  readonly heightPx: number
  readonly ratio: number
}

/** The relation of stage time to page time, milliseconds. */
export interface Clock {
  /** The page time at which the stage was paused; absent while it moves. */
  readonly pausedAt?: number
  /** The total time of earlier pauses. */
  readonly pausedMs: number
}
