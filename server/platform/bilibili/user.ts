import type { FanBadge, User } from '../../../proto/feed/index.ts'
import type { RoomContext } from '../platform.ts'
import { addressOf, idOf, nameOf, positiveOf } from '../json/field.ts'
import { guardOf } from '../bilibili-packet/guard-level.ts'
import { feedId } from './id.ts'
import { isAnonymous, type Uinfo, unknownUinfo } from './uinfo.ts'

type Writable<T> = { -readonly [Name in keyof T]: T[Name] }

/** The unparsed fields about a user. */
export interface UserFacts {
  readonly uid: unknown
  readonly name?: unknown
  readonly face?: unknown
  /** Wealth (荣耀) level. */
  readonly level?: unknown
  readonly guard?: unknown
  readonly fan?: FanBadge | undefined
  readonly roles?: readonly string[]
  /** Replaces a hidden uid: already a keyed hash. */
  readonly maskedId?: string | undefined
  /** The source of fields that the message itself does not have. */
  readonly uinfo?: Uinfo | undefined
}

/**
 * Reads the user of an event. An id or a name is enough; undefined without both. Bilibili sends uid
 * 0 to connections for which it masks users, so a missing uid means a masked user, and no id is
 * shared by several users.
 */
export function userOf(facts: UserFacts): User | undefined {
  const { uinfo = unknownUinfo } = facts
  const name = nameOf(facts.name) ?? nameOf(uinfo.name)
  const uid = idOf(facts.uid)
  const id = uid ?? (isAnonymous(uid, uinfo) ? undefined : facts.maskedId)
  if (id === undefined && name === undefined) return undefined
  const user: Writable<User> = {}
  if (id !== undefined) user.id = feedId(id)
  if (name !== undefined) user.name = name
  addLooks(user, facts, uinfo)
  if (facts.roles !== undefined && facts.roles.length > 0) user.roles = facts.roles
  if (uid === undefined) user.masked = true
  return user
}

// Assigned one by one: with omitUndefined, reading a frame of chat takes a twentieth longer.
function addLooks(user: Writable<User>, facts: UserFacts, uinfo: Uinfo): void {
  const avatar = addressOf(facts.face) ?? addressOf(uinfo.face)
  const level = positiveOf(facts.level) ?? positiveOf(uinfo.level)
  const guard = guardOf(facts.guard)
  if (avatar !== undefined) user.avatar = avatar
  if (level !== undefined) user.level = level
  if (facts.fan !== undefined) user.fan = facts.fan
  if (guard !== undefined) user.guard = guard
}

/** Reads the user of a row in a list; a masked user if there is no id and no name. */
export function listedUserOf(facts: UserFacts): User {
  return userOf(facts) ?? { masked: true }
}

/**
 * Returns the key that matches a user in two messages about one event. Undefined for an anonymous
 * viewer, whose name is shared.
 */
export function keyOf({ id, name }: User = {}, uinfo?: Uinfo): string | undefined {
  return id ?? (uinfo?.hidden === true ? undefined : name)
}

/** Returns the role of the broadcaster; none while the broadcaster is not known. */
export function anchorRole(uid: unknown, roomContext: RoomContext | undefined): readonly string[] {
  return roomContext?.anchor !== undefined && idOf(uid) === roomContext.anchor ? ['anchor'] : []
}

/** Returns the receiver of a gift, if it is known and not the anchor. */
export function receiverOf(
  uid: unknown,
  name: unknown,
  roomContext: RoomContext | undefined,
): User | undefined {
  const id = idOf(uid)
  const isKnown = id !== undefined && roomContext?.anchor !== undefined
  return isKnown && id !== roomContext.anchor ? userOf({ uid, name }) : undefined
}
