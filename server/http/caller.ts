import { parseSigned, serialize, serializeSigned } from 'hono/utils/cookie'
import type { Owner } from '../account/owner.ts'
import type { Clock } from '../lib/clock.ts'

/** Who sent a request. */
export type Caller = 'owner' | 'anonymous' | 'wrong-token'

/** The cookie of the owner's browser: an expiry, signed. */
export const sessionCookie = 'danmu_owner'

const sessionMs = 30 * 24 * 3_600_000

/** Tells who sent a request, by Bearer header, `token=` or the owner's cookie. */
export async function callerOf(
  headers: Headers,
  query: URLSearchParams,
  { owner, clock }: { readonly owner: Owner; readonly clock: Clock },
): Promise<Caller> {
  const bearer = /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1]
  const token = bearer ?? query.get('token') ?? undefined
  if (token !== undefined) return (await owner.holds(token)) ? 'owner' : 'wrong-token'
  const cookies = await parseSigned(headers.get('cookie') ?? '', owner.cookieKey, sessionCookie)
  const expiresAt = Number(cookies[sessionCookie] || 0) // false where the signature is wrong
  return expiresAt > clock.now() ? 'owner' : 'anonymous'
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

function cookieOptions(secure: boolean) {
  return { httpOnly: true, sameSite: 'Strict', path: '/', secure } as const
}
