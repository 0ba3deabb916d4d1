import type { FanBadge, User } from '../../../proto/feed/index.ts'
import type { Venue } from '../platform.ts'
import { addressOf, idOf, nameOf, positiveOf } from '../wire/field.ts'
import { guardOf } from '../wire/guard.ts'
import { present } from '../wire/present.ts'
import { feedId } from './id.ts'
import { isAnonymous, type Uinfo, unknownUinfo } from './uinfo.ts'

/** What a message tells about somebody, still unread. */
export interface UserFacts {
  readonly uid: unknown
  readonly name?: unknown
  readonly face?: unknown
  /** Wealth (荣耀) level. */
  readonly level?: unknown
  readonly guard?: unknown
  readonly fan?: FanBadge | undefined
  readonly roles?: readonly string[]
  /** Stands for the uid where that is hidden: already hashed with our key. */
  readonly maskedId?: string | undefined
  /** Lends what the message itself leaves out. */
  readonly uinfo?: Uinfo | undefined
}

/**
 * Reads who did it: an id or a name is enough, and without either there is nobody to tell. Bilibili
 * sends uid 0 to connections it masks, so a missing uid means somebody masked, never one shared
 * nobody.
 */
export function userOf(facts: UserFacts): User | undefined {
  const { uinfo = unknownUinfo } = facts
  const name = nameOf(facts.name) ?? nameOf(uinfo.name)
  const uid = idOf(facts.uid)
  const id = uid ?? (isAnonymous(uid, uinfo) ? undefined : facts.maskedId)
  if (id === undefined && name === undefined) return undefined
  return present({
    id: id === undefined ? undefined : feedId(id),
    name,
    ...looksOf(facts, uinfo),
    roles: facts.roles?.length === 0 ? undefined : facts.roles,
    masked: uid === undefined ? true : undefined,
  })
}

function looksOf({ face, level, fan, guard }: UserFacts, uinfo: Uinfo): Partial<User> {
  return present({
    avatar: addressOf(face) ?? addressOf(uinfo.face),
    level: positiveOf(level) ?? positiveOf(uinfo.level),
    fan,
    guard: guardOf(guard),
  })
}

/** Reads somebody who has a place on a list, and keeps it though nothing is told of them. */
export function listedUserOf(facts: UserFacts): User {
  return userOf(facts) ?? { masked: true }
}

/**
 * What stands for somebody in two messages about one thing. Anonymous viewers share their name, and
 * have nothing of the kind.
 */
export function keyOf({ id, name }: User = {}, uinfo?: Uinfo): string | undefined {
  return id ?? (uinfo?.hidden === true ? undefined : name)
}

/** The role of whoever broadcasts here; none while that is not known. */
export function anchorRole(uid: unknown, venue: Venue | undefined): readonly string[] {
  return venue?.anchor !== undefined && idOf(uid) === venue.anchor ? ['anchor'] : []
}

/** Who got something, where that is known and not the anchor. */
export function receiverOf(
  uid: unknown,
  name: unknown,
  venue: Venue | undefined,
): User | undefined {
  const id = idOf(uid)
  const isTold = id !== undefined && venue?.anchor !== undefined
  return isTold && id !== venue.anchor ? userOf({ uid, name }) : undefined
}
