/**
 * Returns the address of a room's stream, relative to the page. A token in it is never sent as a
 * part of an address: the client exchanges it for tickets.
 */
export function streamPath(room: string, token?: string): string {
  const query = token === undefined ? '' : `?${new URLSearchParams({ token })}`
  return `/rooms/${room}/stream${query}`
}
