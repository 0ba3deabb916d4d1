import type { FeedEvent } from '../../../proto/feed/index.ts'

/** What a `retract` takes back. */
export type Target = Extract<FeedEvent, { type: 'retract' }>['target']

/** True if an event, or its user, is taken back. */
export function isTarget({ id, user }: FeedEvent, target: Target): boolean {
  return 'user' in target ? user?.id === target.user : target.events.includes(id)
}
