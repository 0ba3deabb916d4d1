/**
 * Returns the address of a room's stream, relative to the page. The page is a tool of the host, so it
 * does not count as a viewer. A token in the address is never sent as a part of it: the client
 * exchanges it for tickets.
 */
export function streamPath(room: string, token?: string): string {
  const query = new URLSearchParams({ presence: '0', ...(token === undefined ? {} : { token }) })
  return `/rooms/${room}/stream?${query}`
}
