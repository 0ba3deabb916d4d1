import type { FeedEvent } from '../../proto/feed/index.ts'

/**
 * What a room may leave out. Never `source`, `room` and `retract`: without them a reader would take
 * silence for quiet, an ended broadcast for a live one, and what was withdrawn for what was said.
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
