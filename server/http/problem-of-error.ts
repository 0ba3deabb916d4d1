import type { ProblemCode } from '../../proto/feed/index.ts'
import { UnknownRoom } from '../account/token.ts'
import { TooManyOverlays } from '../overlay/overlays.ts'
import { DatabaseUnavailable } from '../store/engine/db.ts'
import { Conflict } from '../store/query/conflict.ts'
import { Problem } from './problem.ts'

interface Row {
  readonly error: abstract new (...given: never[]) => Error
  readonly code: ProblemCode
  /** The message to the client, if that of the error is for the log only. */
  readonly detail?: string
}

const rows: readonly Row[] = [
  { error: Conflict, code: 'conflict' },
  { error: TooManyOverlays, code: 'conflict' },
  { error: UnknownRoom, code: 'no-such-room' },
  {
    error: DatabaseUnavailable, // its message may hold the address of the database
    code: 'not-ready',
    detail: 'the database is opening, or unavailable; without it this cannot be read or changed',
  },
]

/** Returns the problem for an error: a refusal of a known class, else an internal one. */
export function problemOfError(error: unknown): Problem {
  if (error instanceof Problem) return error
  const row = rows.find((one) => error instanceof one.error)
  if (row && error instanceof Error) {
    return new Problem(row.code, row.detail ?? error.message, { cause: error })
  }
  return new Problem('internal', 'the log has the details under this request id', { cause: error })
}
