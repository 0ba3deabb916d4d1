import type { LineKind } from './line-kind.ts'

/** One message that crosses the stage. */
export interface Comment {
  /** The id of the event. */
  readonly id: string
  readonly userId?: string
  /** The source of a chat or superchat line; a `retract` may withdraw all lines of a source. */
  readonly saidIn?: string
  readonly kind: LineKind
  readonly text: string
  /** The amount or count at the start of a pill. */
  readonly badge?: string
  /** The colour of plain text, `#rrggbb`. */
  readonly color?: string
  /** The edge near which a still line is placed; absent for a crossing line. */
  readonly mode?: 'top' | 'bottom'
  /** The number of repeats, from 2. */
  readonly count?: number
  /** The text in pieces, shown as elements of the page; `text` has the same content. */
  readonly parts?: readonly LinePart[]
}

/** A piece of a line: text or a picture. */
export type LinePart = { readonly text: string } | Picture

/** A picture in a line. */
export interface Picture {
  /** Its https address. */
  readonly image: string
  readonly alt: string
  /** The width divided by the height. */
  readonly ratio: number
}
