import { streamAddress } from '../../client/address.ts'
import type { FeedState } from '../../client/reduce.ts'
import type { ApiServer } from '../../api/request.ts'

const prefix = 'live:'

/**
 * Returns the server of a stream, with the token in its address. An empty stream means the server of
 * the page.
 *
 * @throws TypeError if the address is malformed.
 */
export function serverOf(src: string, base: string): ApiServer {
  if (src === '') return { address: new URL(base).origin }
  const url = new URL(streamAddress(src, base).replace(/^ws/, 'http'))
  const path = url.pathname.replace(/\/rooms\/[^/]+\/stream$/, '')
  return {
    address: `${url.origin}${path}`,
    token: url.searchParams.get('token') ?? undefined,
  }
}

/**
 * Returns the id of the live room of a stream: of the room itself, or of the live room among the
 * sources of a room.
 */
export function liveRoomOf(src: string, { sources }: FeedState): string | undefined {
  const [, room = ''] = /\/rooms\/([^/?#]+)/.exec(src) ?? []
  const names = [room.replace(/%3a/i, ':'), ...Object.keys(sources)]
  return liveIdOf(names.find((name) => name.startsWith(prefix)))
}

/** Returns what follows `live:`: the id of the room, of the account, of the comment. */
export function liveIdOf(name: string | undefined): string | undefined {
  return name?.startsWith(prefix) ? name.slice(prefix.length) : undefined
}
