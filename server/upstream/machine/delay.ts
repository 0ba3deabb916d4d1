import type { SourceEvent } from '../../../proto/feed/index.ts'
import { backoffMs, type BackoffBounds } from '../../lib/time/backoff.ts'
import type { Failure, FailureKind } from './failure.ts'

/** Failures that are counted together, and wait by the same bounds. */
export type Schedule = 'plain' | 'refused' | 'risk' | 'absent' | 'offline'

/** How often each schedule was needed since a connection last worked. */
export type Attempts = Readonly<Record<Schedule, number>>

/** What follows from a failure: what the feed says, and how long we wait. */
export interface Delay {
  readonly schedule: Schedule
  readonly state: SourceEvent['state']
  readonly delayMs: number
}

/** Nothing failed yet. */
export const noAttempts: Attempts = { plain: 0, refused: 0, risk: 0, absent: 0, offline: 0 }

/** A room that may be live is tried for ever; only how often depends on why it failed. */
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

// A site that keeps refusing fresh tokens has something against us; more of them make it worse.
const patience = 3

/** What to do about a failure after so many earlier ones; `luck` is a draw from 0 to 1. */
export function delayOf(failure: Failure, attempts: Attempts, luck: number): Delay {
  const rule = tired(failure, attempts) ? rules['risk-control'] : rules[failure.kind]
  return { ...rule, delayMs: (failure.leastMs ?? 0) + spreadMs(rule.schedule, attempts, luck) }
}

/** How long until a room is asked again whether it is live. */
export function pollMs(luck: number): number {
  return spreadMs('offline', noAttempts, luck)
}

function tired({ kind }: Failure, { refused }: Attempts): boolean {
  return rules[kind].schedule === 'refused' && refused >= patience
}

function spreadMs(schedule: Schedule, attempts: Attempts, luck: number): number {
  return Math.round(backoffMs(attempts[schedule], luck, bounds[schedule]))
}

// Where messages come but the socket never lasts, the wait goes on from at most 2 s: quick enough
// for a lossy line, slow enough not to look like an attack.
const provenAttempts = 2

/** After a message was handled: the way is right, only plain losses are remembered, and few. */
export function attemptsOnceProven({ plain }: Attempts): Attempts {
  return { ...noAttempts, plain: Math.min(plain, provenAttempts) }
}
