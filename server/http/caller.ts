import { parseSigned, serialize, serializeSigned } from 'hono/utils/cookie'
import type { Caller } from '../account/caller.ts'
import type { Owner } from '../account/owner.ts'
import type { Tickets } from '../account/ticket.ts'
import type { Tokens } from '../account/token.ts'
import type { Clock } from '../lib/clock.ts'

/** What callers are known by. */
export interface Credentials {
  readonly owner: Owner
  readonly tokens: Pick<Tokens, 'find'>
  readonly tickets: Pick<Tickets, 'take'>
  readonly clock: Clock
}

/** What somebody may have sent to be known by. */
export interface Shown {
  readonly method: string
  readonly headers: Headers
  readonly query: URLSearchParams
  /** True where a ticket opens what is asked for; elsewhere none is spent. */
  readonly tickets: boolean
}

/** The cookie of the owner's browser: an expiry, signed. */
export const sessionCookie = 'danmu_owner'

const sessionMs = 30 * 24 * 3_600_000

/**
 * Tells who sent a request, by Bearer header, `token=`, `ticket=` or the owner's cookie.
 *
 * @throws StoreAway while a token cannot be looked up.
 */
export async function callerOf(shown: Shown, credentials: Credentials): Promise<Caller> {
  const { method, headers, query } = shown
  const bearer = /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1]
  // Addresses end up in logs and histories: none of them lets anybody change anything.
  const token = bearer ?? (method === 'GET' ? query.get('token') : undefined)
  if (token) return holderOf(token, credentials)
  const ticket = shown.tickets ? query.get('ticket') : undefined
  if (ticket) {
    const reason = 'the ticket was used, or is older than a minute; ask for a new one'
    return (await credentials.tickets.take(ticket)) ?? { kind: 'wrong-token', reason }
  }
  return (await hasSession(headers, credentials)) ? { kind: 'owner' } : { kind: 'anonymous' }
}

/** The `Set-Cookie` value that logs the owner's browser in for 30 days. */
export function loginCookie(owner: Owner, clock: Clock, secure: boolean): Promise<string> {
  const expiresAt = String(clock.now() + sessionMs)
  return serializeSigned(sessionCookie, expiresAt, owner.cookieKey, {
    ...cookieOptions(secure),
    maxAge: sessionMs / 1000,
  })
}

/** The `Set-Cookie` value that logs it out. */
export function logoutCookie(secure: boolean): string {
  return serialize(sessionCookie, '', { ...cookieOptions(secure), maxAge: 0 })
}

// The owner first: they get in without the database.
async function holderOf(secret: string, { owner, tokens }: Credentials): Promise<Caller> {
  if (await owner.holds(secret)) return { kind: 'owner' }
  const token = await tokens.find(secret)
  if (!token) return { kind: 'wrong-token', reason: 'the token in this request is not valid' }
  const { id, scopes, room } = token
  return { kind: 'token', id, scopes, room }
}

async function hasSession(headers: Headers, { owner, clock }: Credentials): Promise<boolean> {
  const cookies = await parseSigned(headers.get('cookie') ?? '', owner.cookieKey, sessionCookie)
  const expiresAt = Number(cookies[sessionCookie] || 0) // false where the signature is wrong
  return expiresAt > clock.now()
}

function cookieOptions(secure: boolean) {
  return { httpOnly: true, sameSite: 'Strict', path: '/', secure } as const
}
