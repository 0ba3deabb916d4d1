import type { FeedEvent } from '../../../proto/feed/index.ts'
import type { Target } from './target.ts'

/** True if an event, or its user, is taken back. */
export function isTarget({ id, user, type, source }: FeedEvent, target: Target): boolean {
  if ('saidIn' in target) return saysSomething.has(type) && source === target.saidIn
  return 'user' in target ? user?.id === target.user : target.events.includes(id)
}

const saysSomething: ReadonlySet<FeedEvent['type']> = new Set(['chat', 'superchat'])
