import type { FeedEvent } from '../../../proto/feed/index.ts'
import type { Comment } from '../../danmaku/line.ts'

type Retract = Extract<FeedEvent, { type: 'retract' }>

/** The target of a `retract`. */
export type Target =
  | Exclude<Retract['target'], { readonly all: true }>
  /** All chat and superchats of one source so far; other sources of the room are not affected. */
  | { readonly saidIn: string }

/** Returns the events that a `retract` withdraws. */
export function targetOf({ target, source }: Retract): Target {
  return 'all' in target ? { saidIn: source } : target
}

/** Returns true if a line of the overlay, or its user, is withdrawn. */
export function isTargetLine({ id, userId, saidIn }: Comment, target: Target): boolean {
  if ('saidIn' in target) return saidIn === target.saidIn
  return 'user' in target ? userId === target.user : target.events.includes(id)
}
