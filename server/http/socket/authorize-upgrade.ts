import type { ProblemCode } from '../../../proto/feed/index.ts'
import type { Asker, Principal } from '../../account/principal.ts'
import type { ClientAddress } from '../../lib/net/client-address.ts'
import { authorize } from '../auth/authorize.ts'
import { databaseAway } from '../database-unavailable.ts'
import { authenticate, type AuthStores } from '../auth/authenticate.ts'
import { checkOrigin, type OriginCheckOptions } from '../auth/origin-check.ts'
import type { Limits } from '../limit/limits.ts'
import { Problem } from '../problem.ts'

/** What a handshake is judged by. */
export interface AuthorizeUpgradeParts {
  readonly guard: OriginCheckOptions
  readonly credentials: AuthStores
  readonly limits: Limits
  /** Is told of everybody who is refused, in the handshake or on the open socket. */
  readonly onProblem: (code: ProblemCode) => void
}

/** A request for a socket, before it is answered. */
export interface UpgradeRequest extends ClientAddress {
  /** Its own copy. */
  readonly headers: Headers
  /** Path and query, as the request has them. */
  readonly target: string
  /** Calls back once when the connection has ended, refused or not. */
  readonly onEnd: (call: () => void) => void
}

/** A handshake that may become a socket. */
export interface AuthorizedUpgrade {
  /** What is asked for: a room, or what a named overlay looks like. */
  readonly of: 'room' | 'overlay'
  readonly name: string
  readonly query: URLSearchParams
  readonly asker: Asker
  /** What a browser could not read in a refused handshake: it is said on the open socket. */
  readonly refused: Problem | undefined
}

/**
 * Judges a handshake before it is answered. What it takes of the limits it gives back when its
 * connection ends.
 *
 * @throws Problem if the handshake is to be refused.
 */
export async function authorizeUpgrade(
  knock: UpgradeRequest,
  parts: AuthorizeUpgradeParts,
): Promise<AuthorizedUpgrade> {
  try {
    const handshake = await judged(knock, parts)
    if (handshake.refused) parts.onProblem(handshake.refused.code)
    return handshake
  } catch (error) {
    if (error instanceof Problem) parts.onProblem(error.code)
    throw error
  }
}

async function judged(
  knock: UpgradeRequest,
  parts: AuthorizeUpgradeParts,
): Promise<AuthorizedUpgrade> {
  const { headers, local } = knock
  const foreign = checkOrigin(headers, parts.guard, knock.secure)
  if (foreign) throw foreign
  const url = urlOf(knock)
  const asked = askedIn(url.pathname)
  if (!asked) throw new Problem('not-found', 'sockets open at /rooms/<id>/stream')
  knock.onEnd(parts.limits.enter(knock))
  // A browser always names its origin; a cookie from anything else is not the owner's browser.
  if (!headers.has('origin')) headers.delete('cookie')
  const query = url.searchParams
  const caller = await known(
    { method: 'GET', headers, query, tickets: true, secure: knock.secure, from: knock },
    parts.credentials,
  )
  const refused = authorize('room', { caller, local })
  return { ...asked, query, asker: { caller, local }, refused }
}

function askedIn(path: string): Pick<AuthorizedUpgrade, 'of' | 'name'> | undefined {
  const [, room, overlay] = streams.exec(path) ?? []
  if (overlay !== undefined) return { of: 'overlay', name: decode(overlay) }
  return room === undefined ? undefined : { of: 'room', name: decode(room) }
}

const streams = /^\/(?:rooms\/([^/]+)|api\/overlays\/([^/]+))\/stream$/

async function known(...asked: Parameters<typeof authenticate>): Promise<Principal> {
  try {
    return await authenticate(...asked)
  } catch (cause) {
    throw databaseAway(cause, 'the token cannot be checked now') ?? cause
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
    return text // a stray percent sign: not the name of any room, and refused as such
  }
}
