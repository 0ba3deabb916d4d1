import type { FeedEvent } from '../../../proto/feed/index.ts'
import type { Line } from '../../danmaku/line.ts'

type Retract = Extract<FeedEvent, { type: 'retract' }>

/** What a `retract` takes back. */
export type Target =
  | Exclude<Retract['target'], { readonly all: true }>
  /** Everything said so far in one source: the others of a room go on. */
  | { readonly saidIn: string }

/** Returns what a `retract` takes back. */
export function targetOf({ target, source }: Retract): Target {
  return 'all' in target ? { saidIn: source } : target
}

/** True if an event, or its user, is taken back. */
export function isTarget({ id, user, type, source }: FeedEvent, target: Target): boolean {
  if ('saidIn' in target) return saysSomething.has(type) && source === target.saidIn
  return 'user' in target ? user?.id === target.user : target.events.includes(id)
}

/** True if a line of the overlay, or its user, is taken back. */
export function isTargetLine({ id, userId, saidIn }: Line, target: Target): boolean {
  if ('saidIn' in target) return saidIn === target.saidIn
  return 'user' in target ? userId === target.user : target.events.includes(id)
}

const saysSomething: ReadonlySet<FeedEvent['type']> = new Set(['chat', 'superchat'])
