import type { FeedEvent } from '../feed/index.ts'

/**
 * The types of events that a room may omit. Never `source`, `room` and `retract`: without them a
 * reader would take a failed source for a quiet room, an ended broadcast for a live one, and
 * withdrawn messages for valid ones.
 */
export const omittable = [
  'chat',
  'gift',
  'superchat',
  'membership',
  'like',
  'enter',
  'follow',
  'share',
  'stats',
  'rank',
  'lottery',
  'redpacket',
  'notice',
] as const satisfies readonly FeedEvent['type'][]

/** One of {@link omittable}. */
export type Omittable = (typeof omittable)[number]
