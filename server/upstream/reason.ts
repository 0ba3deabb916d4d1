import type { ReasonCode } from '../../proto/feed/index.ts'
import type { Failure, FailureKind } from './machine/failure.ts'

/** Returns the reason code of a failure: its own, or else that of its kind. */
export function reasonCodeOf({ code, kind }: Pick<Failure, 'code' | 'kind'>): ReasonCode {
  return code ?? codeByKind[kind]
}

const codeByKind: Readonly<Record<FailureKind, ReasonCode>> = {
  lost: 'connection-lost',
  unreachable: 'unreachable',
  unanswered: 'bad-answer',
  crowded: 'too-many-connects',
  silent: 'no-data',
  stalled: 'no-messages',
  refused: 'session-refused',
  blocked: 'handshake-refused',
  unsigned: 'unsigned',
  'risk-control': 'risk-control',
  'not-found': 'no-such-room',
  forbidden: 'not-allowed',
  offline: 'not-live',
}

/** Returns the reason code of a network error, by its name; undefined if it is unknown. */
export function codeOfNetworkError(name: string): ReasonCode | undefined {
  const known = codeByError[name]
  return known ?? (/CERT|_TLS_|_SSL_|SELF_SIGNED|UNABLE_TO_/.test(name) ? 'tls-failed' : undefined)
}

// System errors, and errors of fetch in Node (undici).
const codeByError: Readonly<Record<string, ReasonCode>> = {
  ENOTFOUND: 'host-unknown',
  EAI_AGAIN: 'host-unknown',
  ECONNREFUSED: 'connection-refused',
  ETIMEDOUT: 'timed-out',
  TimeoutError: 'timed-out',
  UND_ERR_CONNECT_TIMEOUT: 'timed-out',
  UND_ERR_HEADERS_TIMEOUT: 'timed-out',
  UND_ERR_BODY_TIMEOUT: 'timed-out',
  ECONNRESET: 'unreachable',
  ECONNABORTED: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  EPIPE: 'unreachable',
  UND_ERR_SOCKET: 'unreachable',
}
