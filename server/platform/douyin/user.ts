import type { FanBadge, User as FeedUser, Winner } from '../../../proto/feed/index.ts'
import { type Envelope, platformName } from './envelope.ts'
import { addressOf, idOf, positiveOf, textOf } from './field.ts'
import { given } from './given.ts'
import type { User } from './message.ts'

// Everybody whom the anchor or the guest view hides has this id: nobody may be merged on it.
const maskedId = '111111'

const mysteryMan = 2 // 1 on all ordinary people
const clubMember = 1

type Writable<T> = { -readonly [Name in keyof T]: T[Name] }

/**
 * Reads who did it; undefined where the message names nobody. Where the platform hides who it is,
 * the id is a keyed hash of the best key there is, or absent. `hidden`: the message says so beside
 * the user.
 */
export function userOf(
  user: User.$Properties | null | undefined,
  envelope: Envelope,
  hidden = false,
): FeedUser | undefined {
  if (!user) return undefined
  const id = idOf(user.id)
  const masked = hidden || id === undefined || id === maskedId || hides(user)
  const key = masked ? maskedKeyOf(user, envelope) : id
  const name = textOf(user.nickname) ?? textOf(user.desensitizedNickname)
  if (key === undefined && name === undefined) return undefined
  // An id is enough for a user; the name is optional.
  const who: Writable<FeedUser> = given({ id: idInFeed(key), name })
  dress(who, user)
  if (masked) who.masked = true
  return who
}

/** Whether somebody is hidden because everybody is: who pays to be a mystery tells nothing of others. */
export function isHiddenLikeAll(user: User.$Properties): boolean {
  // As a number, because a text would be made of each id for this alone.
  return user.id?.toNumber() === Number(maskedId) && !hides(user)
}

function idInFeed(key: string | undefined): string | undefined {
  return key === undefined ? undefined : `${platformName}:${key}`
}

// The maximum number of winners in one draw.
const mostWinners = 100

/**
 * Returns the winners of a draw, of whom messages contain only ids; undefined if there are none.
 * Leaves out the id that all masked users share.
 */
export function winnersOf(ids: readonly (string | undefined)[]): Winner[] | undefined {
  const winners = ids
    .slice(0, mostWinners)
    .flatMap((id) => (id && id !== maskedId ? [{ user: { id: `${platformName}:${id}` } }] : []))
  return winners.length > 0 ? winners : undefined
}

/** Adds how somebody looks to others. */
function dress(who: Writable<FeedUser>, user: User.$Properties): void {
  const avatar = addressOf(user.avatarThumb)
  if (avatar !== undefined) who.avatar = avatar
  const level = positiveOf(user.payGrade?.level)
  if (level !== undefined) who.level = level
  const fan = fanOf(user.fansClub?.data)
  if (fan) who.fan = fan
  if (user.userAttr?.isAdmin) who.roles = ['admin']
}

function hides({ isAnonymous, mysteryMan: mystery }: User.$Properties): boolean {
  return isAnonymous === true || mystery === mysteryMan
}

function maskedKeyOf(
  { secUid, webcastUid }: User.$Properties,
  { mask }: Envelope,
): string | undefined {
  const key = secUid || webcastUid
  return key ? `masked-${mask(key)}` : undefined
}

/** The badge of those who are in a club; whose club it is, the message alone does not tell. */
function fanOf(club: User.FansClubData.$Properties | null | undefined): FanBadge | undefined {
  const name = textOf(club?.clubName)
  if (club?.userFansClubStatus !== clubMember || name === undefined) return undefined
  return { name, level: Math.max(0, club.level ?? 0) }
}
