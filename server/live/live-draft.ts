import type { Draft, User } from '../../proto/feed/index.ts'
import type { LiveRoomRecord } from '../store/query/live-room.ts'
import { outboxEventId } from '../store/query/outbox.ts'
import type { BroadcastCode } from './broadcast-state.ts'
import type { LiveRole } from './live-rooms.ts'

/** A person who writes in a live room. */
export interface LivePerson {
  /** The id of the account. */
  readonly id: string
  readonly name: string
  /** The address of a picture. */
  readonly avatar?: string | undefined
}

const feedStates = { 0: 'offline', 1: 'live', 2: 'paused', 3: 'ended' } as const satisfies Record<
  BroadcastCode,
  string
>

/** Returns the `room` event of a live room: everything that its viewers need to know. */
export function roomDraft({ broadcast, rules, pin }: LiveRoomRecord): Draft {
  const { title, cover, state } = broadcast
  const { blockedWords: _blockedWords, ...shown } = rules
  return {
    type: 'room',
    state: feedStates[state.code],
    title,
    ...(cover === undefined ? {} : { cover }),
    ...(state.code === 2 ? { reason: pauses[state.cause] } : {}),
    rules: shown,
    ...(pin && {
      pin: {
        event: outboxEventId(pin.comment),
        text: pin.text,
        user: liveUser({ id: pin.account, name: pin.name }),
      },
    }),
  }
}

const pauses = { host: 'paused by the host', lost: 'the stream was lost' } as const

/** Returns the user of an event, with the role in the room. */
export function liveUser({ id, name, avatar }: LivePerson, role?: LiveRole): User {
  const roles = role === 'host' ? ['anchor'] : role === 'moderator' ? ['admin'] : undefined
  return { id: liveUserId(id), name, ...(avatar && { avatar }), ...(roles && { roles }) }
}

/** Returns the id of the user of events that is an account. */
export function liveUserId(account: string): string {
  return `live:${account}`
}
