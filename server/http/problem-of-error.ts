import type { CommentRefusalCause } from '../../proto/api/comment-cause.ts'
import type { ProblemCode } from '../../proto/feed/index.ts'
import { UnknownRoom } from '../account/token.ts'
import { TooBusy } from '../lib/too-busy.ts'
import { CommentRefused, NoSuchComment } from '../live/comments.ts'
import {
  DailyLimitReached,
  KeyReused,
  NoSuchGift,
  NoSuchTransfer,
  PriceChanged,
  TooFewCoins,
} from '../ledger/ledger-error.ts'
import { NoSuchLiveRoom, WrongState } from '../live/live-rooms.ts'
import { LotteryState, NoSuchLottery } from '../lottery/lottery-error.ts'
import { TooManyOverlays } from '../overlay/overlays.ts'
import { DatabaseUnavailable } from '../store/engine/db.ts'
import { Conflict } from '../store/query/conflict.ts'
import { PictureRefused } from '../upload/picture-refused.ts'
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
  { error: NoSuchLiveRoom, code: 'no-such-room' },
  { error: NoSuchLottery, code: 'not-found' },
  { error: LotteryState, code: 'wrong-state' },
  { error: NoSuchComment, code: 'not-found' },
  { error: NoSuchGift, code: 'no-such-gift' },
  { error: NoSuchTransfer, code: 'no-such-transfer' },
  { error: PriceChanged, code: 'price-changed' },
  { error: TooFewCoins, code: 'too-few-coins' },
  { error: KeyReused, code: 'key-reused' },
  { error: UnknownRoom, code: 'no-such-room' },
  { error: AddressRefused, code: 'not-a-room' },
  { error: PictureRefused, code: 'not-a-picture' },
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
  if (cause instanceof CommentRefused) return problemOfComment(cause)
  if (cause instanceof DailyLimitReached) {
    const { message, waitMs: afterMs } = cause
    return new Problem('too-many-requests', message, { cause, reason: 'daily-limit', afterMs })
  }
  if (cause instanceof WrongState) {
    return new Problem('wrong-state', cause.message, { cause, reason: cause.refused })
  }
  const row = rows.find(({ error }) => cause instanceof error)
  if (!row || !(cause instanceof Error)) {
    return new Problem('internal', 'the log has the details under this request id', { cause })
  }
  const isRefusal = cause instanceof AddressRefused || cause instanceof PictureRefused
  const reason = isRefusal ? cause.refused : undefined
  return new Problem(row.code, row.detail ?? cause.message, { cause, ...(reason && { reason }) })
}

/** Returns the problem of a refused comment; its reason is the cause. */
function problemOfComment(cause: CommentRefused): Problem {
  const { cause: reason, waitMs } = cause.refusal
  const afterMs = waitMs === undefined ? {} : { afterMs: waitMs }
  return new Problem(commentCodes[reason], cause.message, { cause, reason, ...afterMs })
}

const commentCodes: Readonly<Record<CommentRefusalCause, ProblemCode>> = {
  'not-started': 'wrong-state',
  ended: 'wrong-state',
  banned: 'not-allowed',
  muted: 'not-allowed',
  'account-too-new': 'not-allowed',
  'followers-only': 'not-allowed',
  empty: 'comment-refused',
  'too-long': 'comment-refused',
  link: 'comment-refused',
  'blocked-word': 'comment-refused',
  repeated: 'comment-refused',
  'too-fast': 'too-many-requests',
  'slow-mode': 'too-many-requests',
}
