import { parseRoomId } from '../../../../proto/feed/index.ts'
import type {
  AddressReading,
  AddressRefusal,
  RefusedAddress,
} from '../../../../proto/input/address-reading.ts'
import { readRoomAddress } from '../../../../proto/input/room-address.ts'
import type { Site } from '../../../../proto/input/site.ts'
import { ask } from '../../api.ts'
import { readRooms } from '../studio-rooms/room-list.ts'

/** What became of a text that was typed in for a room. */
export type SearchResult =
  | { readonly kind: 'room'; readonly room: string }
  /** Which of them is meant, only who typed it knows. */
  | { readonly kind: 'choice'; readonly rooms: readonly string[] }
  | {
      readonly kind: 'refused'
      readonly code: AddressRefusal | 'dead-link' | 'no-answer'
      readonly platform?: string
    }
  /** The server says why, or nothing at all. */
  | { readonly kind: 'login' }
  | { readonly kind: 'silence' }

/** How people name the rooms of each platform, as the server tells it; undefined if it does not. */
export async function fetchSites(): Promise<readonly Site[] | undefined> {
  const answer = await ask('GET', '/api/platforms')
  if (answer.kind !== 'done') return undefined
  // Our own server's, which checks it by its schema.
  return (answer.body as { readonly platforms: readonly Site[] }).platforms
}

/** Finds the room in a text; what only its site can tell, the server asks. */
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

/** A number may be the name of a room of this server, too. */
async function roomsIn(
  { rooms }: Extract<AddressReading, { kind: 'choice' }>,
  text: string,
): Promise<readonly string[]> {
  const ids = rooms.map(({ platform, ref }) => `${platform}:${ref}`)
  const own = parseRoomId(text.trim())
  if (own?.kind !== 'slug') return ids
  const answer = await ask('GET', '/api/rooms')
  const known = answer.kind === 'done' && readRooms(answer.body).some(({ id }) => id === own.slug)
  return known ? [own.slug, ...ids] : ids
}

async function lookUp(text: string, platform: string): Promise<SearchResult> {
  const answer = await ask('POST', '/api/room-address', { text })
  if (answer.kind === 'login' || answer.kind === 'silence') return answer
  if (answer.kind === 'refused') {
    const code = codeOf(answer.problem.code, answer.problem.reason)
    return { kind: 'refused', code, platform }
  }
  const [room = ''] = (answer.body as { readonly rooms: readonly string[] }).rooms
  return { kind: 'room', room }
}

const behind: readonly string[] = ['profile', 'video'] satisfies AddressRefusal[]

/** What the server says of a link that it followed. */
function codeOf(
  code: string | undefined,
  reason: string | undefined,
): Extract<SearchResult, { kind: 'refused' }>['code'] {
  if (code !== 'not-a-room') return 'no-answer'
  return behind.includes(reason ?? '') ? (reason as AddressRefusal) : 'dead-link' // one of them
}
