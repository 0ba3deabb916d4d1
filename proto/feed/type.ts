import type { FeedEvent } from '../gen/feed.ts'

/** The `type` of a stored event. */
export type EventType = FeedEvent['type']

const types: Readonly<Record<EventType, 'kept' | 'droppable'>> = {
  chat: 'kept',
  gift: 'kept',
  superchat: 'kept',
  membership: 'kept',
  like: 'droppable',
  enter: 'droppable',
  follow: 'kept',
  share: 'kept',
  stats: 'droppable',
  rank: 'droppable',
  room: 'kept',
  lottery: 'kept',
  redpacket: 'kept',
  retract: 'kept',
  notice: 'kept',
  source: 'kept',
}

// The annotations let a bundler remove the tables that a client does not use.

/** Every event type. */
export const eventTypes: ReadonlySet<string> = /* @__PURE__ */ new Set(
  /* @__PURE__ */ Object.keys(types),
)

/** Types that a reader far behind may miss; a `skip` frame then counts them. */
export const droppableTypes: ReadonlySet<string> = /* @__PURE__ */ new Set(
  /* @__PURE__ */ Object.entries(types).flatMap(([type, rule]) =>
    rule === 'droppable' ? [type] : [],
  ),
)
