import type { LiveState } from '../../connector.ts'
import { addressOf, countOf, textOf } from '../../json/field.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import { dig } from './json.ts'

/** The result of one lookup of a room. */
export type RoomLookup =
  | { readonly kind: 'room'; readonly room: RoomFacts }
  /** The account exists, and has no broadcast. */
  | { readonly kind: 'no-room' }
  /** The requested id is that of a broadcast; another interface returns its room. */
  | { readonly kind: 'broadcast' }
  /** An answer without data: it proves nothing. */
  | { readonly kind: 'unknown' }

/** A broadcast in the form that Douyin's page and API share. */
export interface RoomFacts {
  /** Another one for each broadcast. */
  readonly roomId: string
  readonly live: LiveState
  /** The number of viewers, as displayed. */
  readonly watching?: string
}

// The meanings according to the public clients; only 2 can be connected.
const states: ReadonlyMap<number | undefined, LiveState['state']> = new Map([
  [1, 'offline'], // being prepared
  [2, 'live'],
  [3, 'paused'],
  [4, 'offline'],
])

/** Reads a room's `status`; an unlisted number is unknown. */
export function stateOf(status: number | undefined): LiveState['state'] {
  return states.get(status) ?? 'unknown'
}

/** Reads a `room` object; undefined without a room id. */
export function roomOf(room: unknown): RoomFacts | undefined {
  const roomId = idOf(dig(room, 'id_str'))
  if (roomId === undefined) return undefined
  const title = textOf(dig(room, 'title'))
  const cover = addressOf(dig(room, 'cover', 'url_list', 0))
  const watching = textOf(dig(room, 'user_count_str'))
  return {
    roomId,
    live: {
      state: stateOf(countOf(dig(room, 'status')) ?? countOf(dig(room, 'status_str'))),
      ...omitUndefined({ title, cover }),
    },
    ...omitUndefined({ watching }),
  }
}

/** Returns an id of digits; undefined for other texts, because it becomes part of an address. */
function idOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^[1-9]\d{0,19}$/.test(value) ? value : undefined
}
