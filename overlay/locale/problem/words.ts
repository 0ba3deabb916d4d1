import type { ProblemCode } from '../../../proto/feed/index.ts'

/** What the server refuses, in words for people who use our pages. */
export interface ProblemWords {
  readonly problems: Readonly<Record<ProblemCode, string>>
  /** For a refusal whose code is not known here, with its HTTP status. */
  readonly unknown: (status: number) => string
  /** What hides the server's own English. */
  readonly details: string
}
