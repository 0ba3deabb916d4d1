import type { ProblemCode } from '../../proto/feed/index.ts'
import { UnknownRoom } from '../account/token.ts'
import { TooBusy } from '../lib/too-busy.ts'
import { TooManyOverlays } from '../overlay/overlays.ts'
import { DatabaseUnavailable } from '../store/engine/db.ts'
import { Conflict } from '../store/query/conflict.ts'
import { AddressRefused, LinkUnresolved } from '../upstream/find-room.ts'
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
  { error: TooBusy, code: 'not-ready' },
  { error: UnknownRoom, code: 'no-such-room' },
  { error: AddressRefused, code: 'not-a-room' },
  { error: LinkUnresolved, code: 'no-answer' },
  {
    error: DatabaseUnavailable, // its message may hold the address of the database
    code: 'not-ready',
    detail: 'the database is opening, or unavailable; without it this cannot be read or changed',
  },
]

/** Returns the problem for an error: a refusal of a known class, else an internal one. */
export function problemOfError(cause: unknown): Problem {
  if (cause instanceof Problem) return cause
  const row = rows.find(({ error }) => cause instanceof error)
  if (!row || !(cause instanceof Error)) {
    return new Problem('internal', 'the log has the details under this request id', { cause })
  }
  const reason = cause instanceof AddressRefused ? cause.refused : undefined
  return new Problem(row.code, row.detail ?? cause.message, { cause, ...(reason && { reason }) })
}
