import type { ReasonCode } from '../../../proto/feed/index.ts'
import type { SocketEnd } from '../../lib/net/dial.ts'
import { codeOf } from '../../lib/file/error-code.ts'
import type { EndMeanings } from '../../platform/connector.ts'
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

/** The reason why a room is not connected, as far as it decides the next step. */
export interface Failure {
  readonly kind: FailureKind
  /** The reason in words, for the feed: no address, no secret. */
  readonly reason: string
  /** The reason code, if it is more specific than the kind. */
  readonly code?: ReasonCode
  /** The minimal delay before the next attempt, in milliseconds. */
  readonly leastMs?: number
}

/** The kinds of failures. `rules` in `delay.ts` has the consequences of each. */
export type FailureKind =
  /** An open socket ended. */
  | 'lost'
  /** A socket was not opened. */
  | 'unreachable'
  /** A request failed: network, server error, an answer that cannot be read. */
  | 'unanswered'
  /** The connect limiter has no permit left. */
  | 'crowded'
  /** An open socket without any frame. */
  | 'silent'
  /** An open socket with frames but no messages, though the room is live. */
  | 'stalled'
  | 'refused'
  /** The answer to a handshake was a refusal in the platform's own words. */
  | 'blocked'
  /** No signer could sign the handshake. */
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

// A wrong value must not silence a room for hours.
const maxAdviceMs = 10 * 60_000

/** Returns the failure for the rejection of a connector. */
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

/** Returns the failure for the end of a socket that the relay did not end itself. */
export function failureOfEnd(end: SocketEnd, meanings: EndMeanings = {}): Failure {
  switch (end.kind) {
    case 'closed': {
      const kind = meanings.closeCodes?.get(end.code)
      if (kind !== undefined) return { kind, reason: end.reason || `closed ${end.code}` }
      return {
        kind: 'lost',
        reason: ['closed', String(end.code), end.reason].filter(Boolean).join(' ').slice(0, 120),
        ...least(restMs.get(end.code)),
      }
    }
    case 'rejected':
      return rejection(end, meanings.refusalHeaders)
    case 'unreachable': {
      const name = nameOf(end.cause)
      const code = codeOfNetworkError(name)
      return { kind: 'unreachable', reason: `no connection: ${name}`, ...codeField(code) }
    }
  }
}

// The delays for close codes of a server (RFC 6455, 7.4.1 and the IANA registry): going away,
// restarting, too busy.
const restMs: ReadonlyMap<number, number> = new Map([
  [1001, 2_000],
  [1012, 3_000],
  [1013, 5_000],
])

// The statuses with which sites request fewer requests; 412 is from Bilibili, 444 from Douyin.
const slowDown: ReadonlySet<number> = new Set([412, 429, 444])

function rejection(
  { status, headers }: Extract<SocketEnd, { readonly kind: 'rejected' }>,
  refusalHeaders: readonly string[] = [],
): Failure {
  const explanation = refusalHeaders.map((name) => headers[name])
  const reason = ['handshake answered', String(status), ...explanation].filter(Boolean).join(' ')
  const advice = least(Number(headers['retry-after']) * 1000)
  if (status >= 500) return { kind: 'unreachable', reason, code: 'site-error', ...advice }
  if (slowDown.has(status)) return { kind: 'risk-control', reason, code: 'slow-down', ...advice }
  return { kind: explanation[0] ? 'blocked' : 'refused', reason, code: 'handshake-refused' }
}

function codeField(code: ReasonCode | undefined): { readonly code?: ReasonCode } {
  return code === undefined ? {} : { code }
}

function least(adviceMs: number | undefined): { readonly leastMs?: number } {
  if (adviceMs === undefined || !(adviceMs > 0)) return {}
  return { leastMs: Math.min(adviceMs, maxAdviceMs) }
}

/** Returns a name for an error without its message, which may hold an address. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const code = codeOf(error) ?? codeOf(error.cause)
  return code ?? error.name
}
