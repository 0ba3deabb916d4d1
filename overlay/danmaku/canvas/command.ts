import type { Placed } from '../placement.ts'
import type { TextStyle } from '../text-style.ts'
import type { Face } from './font.ts'

/** What a painter is told. Plain data: it may have to reach a worker. */
export type Command =
  /** Messages that enter; one whose key is there already takes its place. */
  | { readonly kind: 'add'; readonly entries: readonly Placed[] }
  /** From now on these and no others. */
  | { readonly kind: 'replace'; readonly entries: readonly Placed[] }
  | { readonly kind: 'look'; readonly look: TextStyle }
  | ({ readonly kind: 'frame' } & Frame)
  | ({ readonly kind: 'clock' } & Clock)
  /** The web fonts of the page, for a painter that does not share them. */
  | { readonly kind: 'fonts'; readonly faces: readonly Face[] }

/** The size of a canvas in CSS px, of which `ratio` device pixels make one. */
export interface Frame {
  readonly widthPx: number
  readonly heightPx: number
  readonly ratio: number
}

/** How the time of the stage follows from the time of the page, milliseconds. */
export interface Clock {
  /** The page's time since which the stage stands still; absent while it moves. */
  readonly pausedAt?: number
  /** How long the stage has stood still before. */
  readonly pausedMs: number
}
