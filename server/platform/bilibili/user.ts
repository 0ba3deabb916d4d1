import type { FanBadge, User } from '../../../proto/feed/index.ts'
import type { Venue } from '../platform.ts'
import { addressOf, idOf, positiveOf, textOf } from '../wire/field.ts'
import { guardOf } from '../wire/guard.ts'
import { present } from '../wire/present.ts'
import { feedId } from './id.ts'

/** What a message tells about somebody, still unread. */
export interface UserFacts {
  readonly uid: unknown
  readonly name: unknown
  readonly face?: unknown
  /** Wealth (荣耀) level. */
  readonly level?: unknown
  readonly guard?: unknown
  readonly fan?: FanBadge | undefined
  readonly roles?: readonly string[]
  /** Stands for the uid where that is hidden: already hashed with our key. */
  readonly maskedId?: string | undefined
}

/**
 * Reads who did it; undefined without a name. Bilibili sends uid 0 to connections it masks, so a
 * missing uid means somebody masked, never one shared nobody.
 */
export function userOf(facts: UserFacts): User | undefined {
  const name = textOf(facts.name)
  if (name === undefined) return undefined
  const uid = idOf(facts.uid)
  const id = uid ?? facts.maskedId
  return present({
    id: id === undefined ? undefined : feedId(id),
    name,
    avatar: addressOf(facts.face),
    level: positiveOf(facts.level),
    fan: facts.fan,
    guard: guardOf(facts.guard),
    roles: facts.roles?.length === 0 ? undefined : facts.roles,
    masked: uid === undefined ? true : undefined,
  })
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
