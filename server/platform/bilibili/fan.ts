import type { FanBadge } from '../../../proto/feed/index.ts'
import { fieldsOf, positiveOf, textOf } from '../wire/field.ts'
import { present } from '../wire/present.ts'

/** What a message tells about a fan badge, still unread. */
export interface BadgeFacts {
  readonly name: unknown
  readonly level: unknown
  /** The room of the badge's anchor. */
  readonly badgeRoom?: unknown
  /** The room we listen to. */
  readonly room?: unknown
}

/** Reads a badge; undefined for the empty one of those who wear none. */
export function badgeOf(facts: BadgeFacts): FanBadge | undefined {
  const name = textOf(facts.name)
  const level = positiveOf(facts.level)
  if (name === undefined || level === undefined) return undefined
  // Many commands leave the badge's room at 0: then nobody can say whose badge it is.
  const badgeRoom = positiveOf(facts.badgeRoom)
  const room = positiveOf(facts.room)
  const known = badgeRoom !== undefined && room !== undefined
  return present({ name, level, own: known ? badgeRoom === room : undefined })
}

/** Reads the badge of a JSON command, from its `fans_medal` or `medal_info`. */
export function jsonBadgeOf(medal: unknown, room?: unknown): FanBadge | undefined {
  const badge = fieldsOf<'medal_name' | 'medal_level' | 'anchor_roomid'>(medal)
  return badgeOf({
    name: badge.medal_name,
    level: badge.medal_level,
    badgeRoom: badge.anchor_roomid,
    room,
  })
}
