import type { ProblemCode } from '../../../proto/feed/index.ts'

/** The texts about refusals of the server, for users of our pages. */
export interface ProblemWords {
  readonly problems: Readonly<Record<ProblemCode, string>>
  /** The text for a refusal with an unknown code; shows the HTTP status. */
  readonly unknown: (status: number) => string
  /** The label of the box with the server's English text. */
  readonly details: string
}
