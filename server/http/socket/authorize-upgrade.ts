import type { ProblemCode } from '../../../proto/feed/index.ts'
import type { Identity, Principal } from '../../account/principal.ts'
import type { ClientAddress } from '../../lib/net/client-address.ts'
import { authorize } from '../auth/authorize.ts'
import { authenticate, type AuthStores } from '../auth/authenticate.ts'
import { checkOrigin, type OriginCheckOptions } from '../auth/origin-check.ts'
import type { Limits } from '../limit/limits.ts'
import { Problem } from '../problem.ts'
import { problemOfError } from '../problem-of-error.ts'

/** Dependencies of {@link authorizeUpgrade}. */
export interface AuthorizeUpgradeParts {
  readonly guard: OriginCheckOptions
  readonly credentials: AuthStores
  readonly limits: Limits
  /** Receives the code of each refusal, in the handshake or on the open socket. */
  readonly onProblem: (code: ProblemCode) => void
}

/** A WebSocket upgrade request that is not answered yet. */
export interface UpgradeRequest extends ClientAddress {
  /** A copy, which authorization may change. */
  readonly headers: Headers
  /** Path and query, as the request has them. */
  readonly target: string
  /** Calls back once when the connection has ended, refused or not. */
  readonly onEnd: (call: () => void) => void
}

/** A handshake that may become a socket. */
export interface AuthorizedUpgrade {
  /** The requested resource: a room, or the design of a named overlay. */
  readonly of: 'room' | 'overlay'
  readonly name: string
  readonly query: URLSearchParams
  readonly principal: Principal
  /** The refusal that the open socket reports; a browser cannot read a refused handshake. */
  readonly refused: Problem | undefined
}

/**
 * Authorizes a handshake before it is answered. The limits that it uses are released when its
 * connection ends.
 *
 * @throws Problem if the handshake is to be refused.
 */
export async function authorizeUpgrade(
  request: UpgradeRequest,
  parts: AuthorizeUpgradeParts,
): Promise<AuthorizedUpgrade> {
  try {
    const handshake = await authorized(request, parts)
    if (handshake.refused) parts.onProblem(handshake.refused.code)
    return handshake
  } catch (error) {
    if (error instanceof Problem) parts.onProblem(error.code)
    throw error
  }
}

async function authorized(
  request: UpgradeRequest,
  parts: AuthorizeUpgradeParts,
): Promise<AuthorizedUpgrade> {
  const { headers, local } = request
  const foreign = checkOrigin(headers, parts.guard, request.secure)
  if (foreign) throw foreign
  const url = urlOf(request)
  const route = routeOf(url.pathname)
  if (!route) throw new Problem('not-found', 'sockets open at /rooms/<id>/stream')
  request.onEnd(parts.limits.enter(request))
  // A browser always names its origin; a cookie from anything else is not the owner's browser.
  if (!headers.has('origin')) headers.delete('cookie')
  const query = url.searchParams
  const identity = await authenticated(
    { method: 'GET', headers, query, tickets: true, secure: request.secure, from: request },
    parts.credentials,
  )
  const principal = { ...identity, local }
  return { ...route, query, principal, refused: authorize('read', principal) }
}

function routeOf(path: string): Pick<AuthorizedUpgrade, 'of' | 'name'> | undefined {
  const [, room, overlay] = streams.exec(path) ?? []
  if (overlay !== undefined) return { of: 'overlay', name: decode(overlay) }
  return room === undefined ? undefined : { of: 'room', name: decode(room) }
}

const streams = /^\/(?:rooms\/([^/]+)|api\/overlays\/([^/]+))\/stream$/

async function authenticated(...request: Parameters<typeof authenticate>): Promise<Identity> {
  try {
    return await authenticate(...request)
  } catch (cause) {
    const problem = problemOfError(cause)
    throw problem.code === 'internal' ? cause : problem
  }
}

function urlOf({ target }: UpgradeRequest): URL {
  const url = `http://server${target}`
  return URL.canParse(url) ? new URL(url) : new URL('http://server/')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a stray percent sign: no room has such a name, so the request is refused
  }
}
