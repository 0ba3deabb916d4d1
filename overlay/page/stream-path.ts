/**
 * Returns the address of a room's stream, relative to the page. A live room does not count it as a
 * viewer. A token in it is never sent as a part of an address: the client
 * exchanges it for tickets.
 */
export function streamPath(room: string, token?: string): string {
  const query = new URLSearchParams({
    ...(token !== undefined && { token }),
    ...(room.startsWith('live:') && { presence: '0' }),
  }).toString()
  return `/rooms/${room}/stream${query && `?${query}`}`
}
