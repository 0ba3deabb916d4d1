import type { ReasonCode } from '../../../proto/feed/index.ts'
import type { SocketEnd } from '../../lib/net/dial.ts'
import { codeOf } from '../../lib/file/error-code.ts'
import { type Closings } from '../../platform/connector.ts'
import {
  Forbidden,
  Refused,
  RiskControl,
  RoomNotFound,
  RoomOffline,
  Unavailable,
  Unsigned,
} from '../../platform/errors.ts'
import { codeOfNetworkError } from '../reason.ts'

/** Why we do not hear a room, as far as it decides what to do next. */
export interface Failure {
  readonly kind: FailureKind
  /** In words, for the feed: no address, no secret. */
  readonly reason: string
  /** The reason code, if it is more specific than the kind; see {@link reasonCodeOf}. */
  readonly code?: ReasonCode
  /** Not to be tried again before so many milliseconds. */
  readonly leastMs?: number
}

/** What kinds there are. `rules` in `delay.ts` says what follows from each. */
export type FailureKind =
  /** An open socket went away. */
  | 'lost'
  /** A socket was not opened. */
  | 'unreachable'
  /** A request came to nothing: network, server error, an answer nobody understands. */
  | 'unanswered'
  /** Our own budget of connects has no place left. */
  | 'crowded'
  /** An open socket without any frame. */
  | 'silent'
  /** An open socket with frames but no messages, though the room is live. */
  | 'stalled'
  | 'refused'
  /** A handshake was answered by a refusal in the platform's own words. */
  | 'blocked'
  /** Nobody could sign the handshake. */
  | 'unsigned'
  | 'risk-control'
  | 'not-found'
  | 'forbidden'
  | 'offline'

const kinds = [
  [RoomNotFound, 'not-found'],
  [RoomOffline, 'offline'],
  [RiskControl, 'risk-control'],
  [Refused, 'refused'],
  [Unsigned, 'unsigned'],
  [Forbidden, 'forbidden'],
  [Unavailable, 'unanswered'],
] as const

// A mistaken piece of advice must not silence a room for hours.
const maxAdviceMs = 10 * 60_000

/** What a connector's rejection means. */
export function failureOf(cause: unknown): Failure {
  for (const [obstacle, kind] of kinds) {
    if (!(cause instanceof obstacle)) continue
    const { message, code, retryAfterMs } = cause
    return { kind, reason: message, ...codeField(code), ...least(retryAfterMs) }
  }
  const name = nameOf(cause)
  const code = codeOfNetworkError(name)
  return { kind: 'unanswered', reason: `a request failed: ${name}`, ...codeField(code) }
}

/** What the end of a socket means, where we did not end it ourselves. */
export function failureOfEnd(end: SocketEnd, closings?: Closings): Failure {
  switch (end.kind) {
    case 'closed': {
      const told = closings?.get(end.code)
      if (told !== undefined) return { kind: told, reason: end.reason || `closed ${end.code}` }
      return {
        kind: 'lost',
        reason: ['closed', String(end.code), end.reason].filter(Boolean).join(' ').slice(0, 120),
        ...least(restMs.get(end.code)),
      }
    }
    case 'rejected':
      return rejection(end.status, end.headers)
    case 'unreachable': {
      const name = nameOf(end.cause)
      const code = codeOfNetworkError(name)
      return { kind: 'unreachable', reason: `no connection: ${name}`, ...codeField(code) }
    }
  }
}

// What a server asks for by its close code (RFC 6455, 7.4.1 and the IANA registry): going away,
// restarting, too busy.
const restMs: ReadonlyMap<number, number> = new Map([
  [1001, 2_000],
  [1012, 3_000],
  [1013, 5_000],
])

// The statuses with which sites ask for fewer requests; 412 is from Bilibili, 444 from Douyin.
const slowDown: ReadonlySet<number> = new Set([412, 429, 444])

function rejection(status: number, headers: Readonly<Record<string, string>>): Failure {
  // Douyin refuses with 200 and an empty body; these two headers tell why.
  const told = [headers['handshake-msg'], headers['handshake-status']]
  const reason = ['handshake answered', String(status), ...told].filter(Boolean).join(' ')
  const advice = least(Number(headers['retry-after']) * 1000)
  if (status >= 500) return { kind: 'unreachable', reason, code: 'site-error', ...advice }
  if (slowDown.has(status)) return { kind: 'risk-control', reason, code: 'slow-down', ...advice }
  return { kind: told[0] ? 'blocked' : 'refused', reason, code: 'handshake-refused' }
}

function codeField(code: ReasonCode | undefined): { readonly code?: ReasonCode } {
  return code === undefined ? {} : { code }
}

function least(adviceMs: number | undefined): { readonly leastMs?: number } {
  if (adviceMs === undefined || !(adviceMs > 0)) return {}
  return { leastMs: Math.min(adviceMs, maxAdviceMs) }
}

/** A name for an error that holds nothing of its message, which may hold an address. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const code = codeOf(error) ?? codeOf(error.cause)
  return code ?? error.name
}
