/** Returns the address of a room's stream, relative to the page. */
export function streamPath(room: string, token?: string): string {
  const query = token === undefined ? '' : `?${new URLSearchParams({ token })}`
  return `/rooms/${room}/stream${query}`
}
