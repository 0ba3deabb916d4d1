import { parseRoomId } from '../../../../proto/feed/index.ts'
import type {
  AddressReading,
  AddressRefusal,
  RefusedAddress,
} from '../../../../proto/input/address-reading.ts'
import { readRoomAddress } from '../../../../proto/input/room-address.ts'
import type { Site } from '../../../../proto/input/site.ts'
import { api } from '../../api.ts'
import { listRooms } from '../studio-rooms/room-list.ts'

/** The result of a search for a room in a text that a user typed in. */
export type SearchResult =
  | { readonly kind: 'room'; readonly room: string }
  /** Several rooms match; only the user knows the right one. */
  | { readonly kind: 'choice'; readonly rooms: readonly string[] }
  | {
      readonly kind: 'refused'
      readonly code: AddressRefusal | 'dead-link' | 'no-answer'
      readonly platform?: string
    }
  /** The server requires a login, or does not answer. */
  | { readonly kind: 'login' }
  | { readonly kind: 'silence' }

/**
 * Returns the platforms and their forms of room references; undefined if the server does not
 * answer.
 */
export async function fetchSites(): Promise<readonly Site[] | undefined> {
  const answer = await api('GET /api/platforms')
  return answer.kind === 'done' ? answer.body.platforms : undefined
}

/**
 * Finds the room in a text. For short links and broadcast numbers it asks the server, which asks
 * the site.
 */
export async function findRoom(text: string, sites: readonly Site[]): Promise<SearchResult> {
  const reading = readRoomAddress(text, sites)
  switch (reading.kind) {
    case 'slug':
      return { kind: 'room', room: reading.slug }
    case 'source':
      return { kind: 'room', room: `${reading.platform}:${reading.ref}` }
    case 'choice':
      return { kind: 'choice', rooms: await roomsIn(reading, text) }
    case 'refused':
      return refusedAs(reading)
    case 'short-link':
    case 'broadcast':
      return lookUp(text, reading.platform)
  }
}

function refusedAs({ code, platform }: RefusedAddress): SearchResult {
  return { kind: 'refused', code, ...(platform === undefined ? {} : { platform }) }
}

/**
 * Returns the rooms that a number may mean, with the room of this server that has it as its name.
 */
async function roomsIn(
  { rooms }: Extract<AddressReading, { kind: 'choice' }>,
  text: string,
): Promise<readonly string[]> {
  const ids = rooms.map(({ platform, ref }) => `${platform}:${ref}`)
  const own = parseRoomId(text.trim())
  if (own?.kind !== 'slug') return ids
  const answer = await api('GET /api/rooms')
  const known = answer.kind === 'done' && listRooms(answer.body).some(({ id }) => id === own.slug)
  return known ? [own.slug, ...ids] : ids
}

async function lookUp(text: string, platform: string): Promise<SearchResult> {
  const answer = await api('POST /api/room-address', { body: { text } })
  if (answer.kind === 'login' || answer.kind === 'silence') return { kind: answer.kind }
  if (answer.kind === 'refused') {
    const code = codeOf(answer.problem.code, answer.problem.reason)
    return { kind: 'refused', code, platform }
  }
  const [room = ''] = answer.body.rooms
  return { kind: 'room', room }
}

const linkReasons: readonly string[] = ['profile', 'video'] satisfies AddressRefusal[]

/** Returns the reason why a link opened no room. */
function codeOf(
  code: string | undefined,
  reason: string | undefined,
): Extract<SearchResult, { kind: 'refused' }>['code'] {
  if (code !== 'not-a-room') return 'no-answer'
  return linkReasons.includes(reason ?? '') ? (reason as AddressRefusal) : 'dead-link' // a member of the list
}
