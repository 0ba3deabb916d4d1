/** A line of a text file, counted from 1. */
export interface TextLine {
  readonly number: number
  readonly text: string
}

/** The error of a malformed file. The message has the line and the reason, not the path. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}
