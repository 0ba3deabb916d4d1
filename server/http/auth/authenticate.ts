import { parseSigned, serialize, serializeSigned } from 'hono/utils/cookie'
import type { Accounts } from '../../account/accounts.ts'
import type { Identity, SessionEnd } from '../../account/principal.ts'
import { hashToken, type Owner } from '../../account/owner.ts'
import type { NewSession, Sessions } from '../../account/session.ts'
import type { Tickets } from '../../account/ticket.ts'
import type { Tokens } from '../../account/token.ts'
import type { SessionRecord } from '../../store/query/session.ts'
import type { CountedPeer, Limits } from '../limit/limits.ts'

/** The stores against which callers are authenticated. */
export interface AuthStores {
  readonly owner: Owner
  readonly tokens: Pick<Tokens, 'find'>
  readonly tickets: Pick<Tickets, 'take'>
  readonly limits: Pick<Limits, 'attempt'>
  /** Absent if browsers cannot log in, as on an edge. */
  readonly sessions?: CookieSessions
}

/** The sessions of browsers, and the key that signs their cookies. */
export interface CookieSessions extends Pick<Sessions, 'find'> {
  readonly cookieKey: string
  readonly accounts: Pick<Accounts, 'active'>
}

/** The parts of a request that may hold credentials. */
export interface PresentedCredentials {
  readonly method: string
  readonly headers: Headers
  readonly query: URLSearchParams
  /** True if a ticket opens the requested resource; else a ticket is neither accepted nor spent. */
  readonly tickets: boolean
  /** True if the request is known to have come over TLS; its cookie then has another name. */
  readonly secure: boolean
  /** False ignores the cookie. */
  readonly cookies: boolean
  /** The client for which wrong tokens are counted. */
  readonly from: CountedPeer
}

/** The cookie of a session; over TLS its name has a prefix that other hosts cannot set. */
export const sessionCookie = 'danmu_session'

/**
 * Returns the sender of a request, by Bearer header, `token=`, `ticket=` or the cookie of a session.
 *
 * @throws DatabaseUnavailable while a token or a session cannot be looked up; Problem after too many
 *   wrong tokens.
 */
export async function authenticate(
  shown: PresentedCredentials,
  credentials: AuthStores,
): Promise<Identity> {
  const { method, headers, query } = shown
  const bearer = /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1]
  // URLs end up in logs and browser histories: a token in a URL grants no change.
  const token = bearer ?? (method === 'GET' ? query.get('token') : undefined)
  if (token) return holderOf(token, shown.from, credentials)
  const ticket = shown.tickets ? query.get('ticket') : undefined
  if (ticket) {
    const reason = 'the ticket was used, or is older than a minute; ask for a new one'
    return (await credentials.tickets.take(ticket)) ?? { kind: 'wrong-token', reason }
  }
  return shown.cookies ? holderOfCookie(shown, credentials) : { kind: 'anonymous' }
}

/** Returns the `Set-Cookie` value of a new session. */
export function loginCookie(
  { secret, maxAgeMs }: NewSession,
  cookieKey: string,
  secure: boolean,
): Promise<string> {
  const options = { ...cookieOptions(secure), maxAge: maxAgeMs / 1000 }
  return serializeSigned(cookieName(secure), secret, cookieKey, options)
}

/** Returns the `Set-Cookie` value that deletes the cookie. */
export function logoutCookie(secure: boolean): string {
  return serialize(cookieName(secure), '', { ...cookieOptions(secure), maxAge: 0 })
}

// The owner first: this check needs no database.
async function holderOf(
  secret: string,
  from: CountedPeer,
  { owner, tokens, limits }: AuthStores,
): Promise<Identity> {
  const holder = await limits.attempt<Identity>(from, await hashToken(secret), async () => {
    if (await owner.holds(secret)) return { kind: 'owner' }
    const token = await tokens.find(secret)
    if (!token) return undefined
    const { id, scopes, room, account } = token
    return { kind: 'token', id, scopes, room, account }
  })
  return holder ?? { kind: 'wrong-token', reason: 'the token in this request is not valid' }
}

async function holderOfCookie(
  shown: PresentedCredentials,
  credentials: AuthStores,
): Promise<Identity> {
  const session = await sessionOf(shown, credentials)
  if (session === undefined) return { kind: 'anonymous' }
  if (typeof session === 'string') return { kind: 'anonymous', ended: session }
  const account = credentials.sessions?.accounts.active(session.account)
  if (!account) return { kind: 'anonymous', ended: 'revoked' }
  const { id, name = '', role } = account
  return { kind: 'account', account: id, name, role, session: session.id }
}

/**
 * Returns the session in a browser's cookie, or the reason why there is none any more; undefined
 * without a cookie. The cookie is signed, so that a forged one is refused without a search.
 *
 * @throws DatabaseUnavailable for an unknown session until the stored sessions are loaded.
 */
export async function sessionOf(
  { headers, secure }: Pick<PresentedCredentials, 'headers' | 'secure'>,
  { sessions }: Pick<AuthStores, 'sessions'>,
): Promise<SessionRecord | SessionEnd | undefined> {
  const sent = headers.get('cookie')
  if (sent === null || !sessions) return undefined
  const name = cookieName(secure)
  const secret = (await parseSigned(sent, sessions.cookieKey, name))[name]
  if (secret === undefined) return undefined
  return secret === false ? 'forged' : sessions.find(secret)
}

function cookieName(secure: boolean): string {
  return secure ? `__Host-${sessionCookie}` : sessionCookie
}

function cookieOptions(secure: boolean) {
  return { httpOnly: true, sameSite: 'Strict', path: '/', secure } as const
}
