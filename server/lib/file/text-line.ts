/** A line of a text file, counted from 1. */
export interface TextLine {
  readonly number: number
  readonly text: string
}

/** A file is not what it should be. The message says where and why, and nothing of its path. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}
