import type { SourceEvent } from '../../../proto/feed/index.ts'
import { backoffMs, type BackoffBounds } from '../../lib/time/backoff.ts'
import type { Failure, FailureKind } from './failure.ts'

/**
 * The schedule of a failure: failures of one schedule are counted together, and have the same
 * bounds.
 */
export type Schedule = 'plain' | 'refused' | 'risk' | 'absent' | 'offline'

/** The number of failures of each schedule since a connection last worked. */
export type Attempts = Readonly<Record<Schedule, number>>

/** The consequences of a failure: the announcement, and the delay. */
export interface Delay {
  readonly schedule: Schedule
  readonly state: SourceEvent['state']
  readonly delayMs: number
}

/** The attempts before any failure. */
export const noAttempts: Attempts = { plain: 0, refused: 0, risk: 0, absent: 0, offline: 0 }

/** A room that may be live is retried for ever; the failure decides only the interval. */
const bounds: Readonly<Record<Schedule, BackoffBounds>> = {
  plain: { firstMs: 500, lastMs: 30_000 },
  refused: { firstMs: 1_000, lastMs: 30_000 },
  risk: { leastMs: 30_000, firstMs: 60_000, lastMs: 10 * 60_000 },
  absent: { leastMs: 5 * 60_000, firstMs: 6 * 60_000, lastMs: 6 * 60_000 },
  offline: { leastMs: 30_000, firstMs: 60_000, lastMs: 60_000 },
}

const rules: Readonly<Record<FailureKind, Omit<Delay, 'delayMs'>>> = {
  lost: { schedule: 'plain', state: 'connecting' },
  unreachable: { schedule: 'plain', state: 'connecting' },
  unanswered: { schedule: 'plain', state: 'connecting' },
  crowded: { schedule: 'plain', state: 'connecting' },
  silent: { schedule: 'plain', state: 'stalled' },
  stalled: { schedule: 'plain', state: 'stalled' },
  refused: { schedule: 'refused', state: 'connecting' },
  blocked: { schedule: 'refused', state: 'blocked' },
  unsigned: { schedule: 'plain', state: 'connecting' },
  'risk-control': { schedule: 'risk', state: 'blocked' },
  'not-found': { schedule: 'absent', state: 'failed' },
  forbidden: { schedule: 'absent', state: 'failed' },
  offline: { schedule: 'offline', state: 'ended' },
}

// A site that refuses several fresh tokens in a row blocks the client; more attempts make it worse.
const patience = 3

/**
 * Returns the delay after a failure and a number of earlier ones; `jitter` is a draw from 0 to 1.
 */
export function delayOf(failure: Failure, attempts: Attempts, jitter: number): Delay {
  const rule = escalated(failure, attempts) ? rules['risk-control'] : rules[failure.kind]
  return { ...rule, delayMs: (failure.leastMs ?? 0) + spreadMs(rule.schedule, attempts, jitter) }
}

/** Returns the time until the live state of a room is polled again. */
export function pollMs(jitter: number): number {
  return spreadMs('offline', noAttempts, jitter)
}

function escalated({ kind }: Failure, { refused }: Attempts): boolean {
  return rules[kind].schedule === 'refused' && refused >= patience
}

function spreadMs(schedule: Schedule, attempts: Attempts, jitter: number): number {
  return Math.round(backoffMs(attempts[schedule], jitter, bounds[schedule]))
}

// If messages arrive but the socket never lasts, the delay continues from at most 2 s: fast enough
// for a lossy connection, slow enough not to look like an attack.
const provenAttempts = 2

/**
 * Returns the attempts after a handled message: the connection works, only plain failures still
 * count, and few.
 */
export function attemptsOnceProven({ plain }: Attempts): Attempts {
  return { ...noAttempts, plain: Math.min(plain, provenAttempts) }
}
