import type { FanBadge, User } from '../../../proto/feed/index.ts'
import type { RoomContext } from '../platform.ts'
import { addressOf, type Fields, nameOf, positiveOf, textOf } from '../json/field.ts'
import { guardOf } from '../bilibili-packet/guard-level.ts'
import { omitUndefined } from '../json/omit-undefined.ts'
import { feedId } from './id.ts'

/** The fields of a user in most messages. */
export type UserField = 'open_id' | 'uname' | 'uface' | 'glory_level' | 'is_admin' | BadgeField

type BadgeField =
  | 'fans_medal_name'
  | 'fans_medal_level'
  | 'fans_medal_wearing_status'
  | 'guard_level'

/**
 * Reads the user of an event, by `open_id`: since 2024-04 `uid` is always 0. An id or a name is
 * enough; undefined without both.
 */
export function userOf(data: Fields<UserField>, roomContext?: RoomContext): User | undefined {
  const id = textOf(data.open_id)
  const name = nameOf(data.uname)
  if (id === undefined && name === undefined) return undefined
  const roles = [
    ...(id !== undefined && id === roomContext?.anchor ? ['anchor'] : []),
    ...(data.is_admin === 1 ? ['admin'] : []),
  ]
  return omitUndefined({
    id: id === undefined ? undefined : feedId(id),
    name,
    avatar: addressOf(data.uface),
    level: positiveOf(data.glory_level),
    fan: badgeOf(data),
    guard: guardOf(data.guard_level),
    roles: roles.length > 0 ? roles : undefined,
  })
}

/** Reads the badge, whose anchor is not in the message. Undefined while it is not worn. */
function badgeOf(data: Fields<BadgeField>): FanBadge | undefined {
  const name = nameOf(data.fans_medal_name)
  const level = positiveOf(data.fans_medal_level)
  if (data.fans_medal_wearing_status !== true || name === undefined || level === undefined) {
    return undefined
  }
  return { name, level }
}
