import type { LiveState } from '../../connector.ts'
import { addressOf, countOf, textOf } from '../../json/field.ts'
import { given } from '../given.ts'
import { dig } from './json.ts'

/** What one look at a room told. */
export type RoomLookup =
  | { readonly kind: 'room'; readonly room: RoomFacts }
  /** There is such an account, and it has no broadcast. */
  | { readonly kind: 'no-room' }
  /** The requested id is that of a broadcast; another interface knows its room. */
  | { readonly kind: 'broadcast' }
  /** An answer without data: it proves nothing. */
  | { readonly kind: 'unknown' }

/** A broadcast as Douyin describes it, in its page and in its API alike. */
export interface RoomFacts {
  /** New with each broadcast. */
  readonly roomId: string
  readonly live: LiveState
  /** People watching, as displayed. */
  readonly watching?: string
}

// As the public clients found; only 2 can be heard.
const states: ReadonlyMap<number | undefined, LiveState['state']> = new Map([
  [1, 'offline'], // being prepared
  [2, 'live'],
  [3, 'paused'],
  [4, 'offline'],
])

/** Reads a room's `status`; a number nobody has seen is unknown. */
export function stateOf(status: number | undefined): LiveState['state'] {
  return states.get(status) ?? 'unknown'
}

/** Reads a `room` object; undefined if it names no room. */
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
      ...given({ title, cover }),
    },
    ...given({ watching }),
  }
}

/** Ids are texts of digits; anything else would end up in an address. */
function idOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^[1-9]\d{0,19}$/.test(value) ? value : undefined
}
