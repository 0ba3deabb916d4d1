import type { Route } from './route.ts'

// Pages of any site may read with a token or a ticket; cookies of other sites are never accepted. Not
// hono/cors: it copies the answer of each route, and that of a WebSocket handshake cannot be copied.
const exposed = 'ratelimit, retry-after, x-request-id'
const accepted = 'authorization, content-type, last-event-id'

/** A request as far as it decides which pages may read the answer. */
export interface Asking {
  /** True if pages of any site may call the route. */
  readonly shared: boolean
  /** The origin of the page, if the settings name it. */
  readonly trusted: string | undefined
}

/** Returns the headers that let pages of other sites read an answer; none where they may not. */
export function sharingFor({ shared, trusted }: Asking): Readonly<Record<string, string>> {
  if (shared) return { ...allowed('*') }
  return trusted === undefined ? {} : { ...allowed(trusted), vary: 'origin' }
}

/**
 * Returns the headers of the answer to a preflight, given the routes of its path; undefined if the
 * page may call none of them. Without `credentials`, no cookie comes with what follows.
 */
export function preflightFor(
  routes: readonly Route[],
  trusted: string | undefined,
): Readonly<Record<string, string>> | undefined {
  const open = routes.filter(({ shared }) => trusted !== undefined || shared)
  if (open.length === 0) return undefined
  return {
    ...sharingFor({ shared: trusted === undefined, trusted }),
    'access-control-allow-methods': open.map(({ method }) => method).join(', '),
    'access-control-allow-headers': accepted,
    'access-control-max-age': '86400',
  }
}

function allowed(origin: string): Readonly<Record<string, string>> {
  return { 'access-control-allow-origin': origin, 'access-control-expose-headers': exposed }
}
