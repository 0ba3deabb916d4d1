import type { z } from 'zod'
import type { liveRoom } from '../../../../proto/api/live-room.ts'
import { pathOfUpload } from '../../../../proto/api/upload.ts'
import type { AccountRole } from '../../../../proto/api/account.ts'
import type { Draft } from '../../../../proto/feed/index.ts'
import { decide } from '../../../account/policy.ts'
import { accountOf, type Principal } from '../../../account/principal.ts'
import type { Clock } from '../../../lib/time/clock.ts'
import type { Comments } from '../../../live/comments.ts'
import type { LivePerson } from '../../../live/live-draft.ts'
import type { Likes } from '../../../live/likes.ts'
import type { LiveRooms } from '../../../live/live-rooms.ts'
import type { Presence } from '../../../live/presence.ts'
import type { Restrictions } from '../../../live/restrictions.ts'
import type { RoomDenied } from '../../../room/room-denied.ts'
import type { RoomViews } from '../../../room/room-views.ts'
import type { Database } from '../../../store/engine/database.ts'
import type { LiveRoomRecord } from '../../../store/query/live-room.ts'
import type { Uploads } from '../../../upload/uploads.ts'
import { problemOf } from '../../auth/room-entry.ts'
import { Problem } from '../../problem.ts'

/** An account, as far as live rooms need it. */
export interface Person {
  readonly id: string
  readonly name?: string | undefined
  readonly role: AccountRole
  /** The name of an upload. */
  readonly avatar?: string | undefined
  readonly createdAt: number
}

/** Dependencies of the routes of live rooms. */
export interface LiveRouteParts {
  readonly live: {
    readonly rooms: LiveRooms
    readonly comments: Comments
    readonly restrictions: Restrictions
    readonly likes: Pick<Likes, 'add'>
    readonly presence: Pick<Presence, 'figures' | 'people'>
    /** Publishes an event that is not stored. */
    readonly publish: (slug: string, draft: Draft) => void
    /** Shows soon what was added to the outbox. */
    readonly wake: () => void
    readonly refusal: () => RoomDenied | undefined
  }
  readonly rooms: RoomViews
  readonly accounts: {
    /** Returns an account that can be used. */
    readonly active: (id: string) => Person | undefined
    /** Returns the account of a name, if it can be used. */
    readonly named: (name: string) => Person | undefined
    /** Returns an account, also one that was disabled or deleted. */
    readonly find: (id: string) => Person | undefined
  }
  readonly uploads: Pick<Uploads, 'find'>
  /** Returns the address of a path on this server, for readers elsewhere. */
  readonly addressOf: (path: string) => string
  readonly database: Database
  readonly clock: Clock
}

/** Checks that there are live rooms now. @throws Problem with the reason. */
export function requireLive({ live }: Pick<LiveRouteParts, 'live'>): void {
  const refused = live.refusal()
  if (refused) throw new Problem('not-ready', refused.reason)
}

/** An account that takes part in a live room; its picture is an address. */
export interface LiveAccount extends LivePerson, Pick<Person, 'role' | 'createdAt'> {}

/** Returns the account for which a caller acts. @throws Problem if there is none. */
export function personOf(
  principal: Principal,
  parts: Pick<LiveRouteParts, 'accounts' | 'addressOf'>,
): LiveAccount {
  const id = accountOf(principal)
  const account = id === undefined ? undefined : parts.accounts.active(id)
  if (account?.name !== undefined) return withPicture(account, parts)
  const reason = 'this is for accounts: log in, or use a token of an account'
  throw problemOf({ refused: 'not-allowed', reason }, principal)
}

/** Returns an account with the address of its picture. */
export function withPicture(
  { id, name = id, role, createdAt, avatar }: Person,
  { addressOf }: Pick<LiveRouteParts, 'addressOf'>,
): LiveAccount {
  return { id, name, role, createdAt, avatar: avatar && addressOf(pathOfUpload(avatar)) }
}

/** Returns the name of an account by its id. */
export function nameOf(
  id: string,
  { accounts }: Pick<LiveRouteParts, 'accounts'>,
): { readonly id: string; readonly name?: string | undefined } {
  return { id, name: accounts.find(id)?.name }
}

/** Returns a live room as a caller may see it. */
export function viewOf(
  room: LiveRoomRecord,
  principal: Principal,
  parts: Pick<LiveRouteParts, 'live' | 'rooms' | 'accounts'>,
): z.input<typeof liveRoom> {
  const { slug, host, visibility, createdAt, version, broadcast, pin } = room
  const { state, ...rest } = broadcast
  const { blockedWords, ...rules } = room.rules
  const own = parts.rooms.find(`live:${slug}`)
  const moderates = decide(principal, 'moderate', own).allowed
  const account = accountOf(principal)
  return {
    id: slug,
    room: `live:${slug}`,
    host: nameOf(host, parts),
    visibility,
    createdAt,
    version,
    broadcast: { ...rest, state: state.code, cause: state.code === 2 ? state.cause : undefined },
    rules: moderates ? { ...rules, blockedWords: [...blockedWords] } : rules,
    pinned: pin && String(pin.comment),
    role: account === undefined ? undefined : parts.live.rooms.roleOf(slug, account),
  }
}

/** Checks that there is an account that can be used. @throws Problem if there is none. */
export function requireAccount(id: string, { accounts }: Pick<LiveRouteParts, 'accounts'>): void {
  if (!accounts.active(id)) throw new Problem('no-such-account', 'there is no account with this id')
}
