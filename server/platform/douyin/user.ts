import type Long from 'long'
import type { FanBadge, User as FeedUser, Winner } from '../../../proto/feed/index.ts'
import { type Envelope, type Stamp, stampOf } from './envelope.ts'
import { feedId } from './id.ts'
import { addressOf, idOf, positiveOf, textOf } from './field.ts'
import type { User } from './message.ts'

// All users that the anchor or the guest view hides have this id: none may be merged on it.
const maskedId = '111111'

const mysteryMan = 2 // 1 for all ordinary users
const clubMember = 1

type Writable<T> = { -readonly [Name in keyof T]: T[Name] }

/**
 * Reads the user of an event; undefined if the message has none. If the platform hides the
 * identity, the id is a keyed hash of the best available key, or absent. `hidden`: the message
 * itself reports a hidden user.
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
  const who = named(key, name)
  dress(who, user)
  if (masked) who.masked = true
  return who
}

/** The id, the time and the user of an event, as in a draft. */
export interface UserStamp extends Stamp {
  readonly user?: FeedUser
}

/** Returns the stamp of an event of a user, and the user if the message has one. */
export function userStampOf(
  envelope: Envelope,
  user: User.$Properties | null | undefined,
  messageTime: Long | null | undefined,
  ownTime?: Long | null,
): UserStamp {
  const stamp: Writable<UserStamp> = stampOf(envelope, messageTime, ownTime)
  const who = userOf(user, envelope)
  if (who) stamp.user = who
  return stamp
}

/**
 * Returns true if a user is hidden because all users are: one who pays to be anonymous proves
 * nothing about others.
 */
export function isHiddenLikeAll(user: User.$Properties): boolean {
  // As a number, because a text would be made of each id for this alone.
  return user.id?.toNumber() === Number(maskedId) && !hides(user)
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
    .flatMap((id) => (id && id !== maskedId ? [{ user: { id: feedId(id) } }] : []))
  return winners.length > 0 ? winners : undefined
}

// Assigned one by one: with omitUndefined, a frame of six messages takes a twentieth longer.
function named(key: string | undefined, name: string | undefined): Writable<FeedUser> {
  const who: Writable<FeedUser> = {}
  if (key !== undefined) who.id = feedId(key)
  if (name !== undefined) who.name = name
  return who
}

/** Adds the displayed fields of a user. */
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

/** Reads the badge of a club member; the message alone does not name the anchor of the club. */
function fanOf(club: User.FansClubData.$Properties | null | undefined): FanBadge | undefined {
  const name = textOf(club?.clubName)
  if (club?.userFansClubStatus !== clubMember || name === undefined) return undefined
  return { name, level: Math.max(0, club.level ?? 0) }
}
