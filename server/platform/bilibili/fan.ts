import type { FanBadge } from '../../../proto/feed/index.ts'
import type { RoomContext } from '../platform.ts'
import { fieldsOf, idOf, nameOf, positiveOf } from '../json/field.ts'
import { omitUndefined } from '../json/omit-undefined.ts'
import type { Uinfo } from './uinfo.ts'

/** The unparsed fields of a fan badge. */
export interface BadgeFacts {
  readonly name: unknown
  readonly level: unknown
  /** The room of the badge's anchor, and the anchor. */
  readonly badgeRoom?: unknown
  readonly badgeAnchor?: unknown
}

/** Reads a badge; undefined for an empty one, which means none. */
export function badgeOf(facts: BadgeFacts, roomContext: RoomContext = {}): FanBadge | undefined {
  const name = nameOf(facts.name)
  const level = positiveOf(facts.level)
  if (name === undefined || level === undefined) return undefined
  const own = isOwn(facts, roomContext)
  return own === undefined ? { name, level } : { name, level, own }
}

/**
 * Returns the badge that the site shows beside a name: that of this room, else that of the `uinfo`
 * block, else the worn one.
 */
export function shownBadge(
  uinfo: Uinfo | undefined,
  worn: FanBadge | undefined,
  roomContext: RoomContext | undefined,
): FanBadge | undefined {
  const newer = uinfo?.medal && badgeOf(uinfo.medal, roomContext)
  if (newer?.own !== true && worn?.own === true) return worn
  return newer ?? worn
}

/**
 * Returns true if a badge is of this room. Many commands have only one of its room and its anchor,
 * or neither: then it is unknown.
 */
function isOwn(
  { badgeRoom, badgeAnchor }: BadgeFacts,
  { room, anchor }: RoomContext,
): boolean | undefined {
  const byRoom = isSame(badgeRoom, room)
  const byAnchor = isSame(badgeAnchor, anchor)
  return byRoom || byAnchor || (byRoom ?? byAnchor)
}

/** Returns undefined if one of them is unknown. */
function isSame(badge: unknown, here: string | undefined): boolean | undefined {
  const id = here === undefined ? undefined : idOf(badge)
  return id === undefined ? undefined : id === here
}

/** Reads the badge of a JSON command, from its `fans_medal` or `medal_info`. */
export function jsonBadgeOf(medal: unknown, roomContext?: RoomContext): FanBadge | undefined {
  const badge = fieldsOf<'medal_name' | 'medal_level' | 'anchor_roomid' | 'target_id'>(medal)
  return badgeOf(
    {
      name: badge.medal_name,
      level: badge.medal_level,
      badgeRoom: badge.anchor_roomid,
      badgeAnchor: badge.target_id,
    },
    roomContext,
  )
}

/** Returns the room context in a message, which outweighs the known one. */
export function roomContextAt(room: unknown, roomContext: RoomContext | undefined): RoomContext {
  return omitUndefined({ room: idOf(room), ...roomContext })
}
