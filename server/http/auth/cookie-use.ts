import type { Identity } from '../../account/principal.ts'
import { Problem } from '../problem.ts'
import { sessionCookie } from './authenticate.ts'

/** A request that may carry the cookie of a login. */
export interface CookieRequest {
  readonly method: string
  readonly headers: Headers
}

/**
 * Returns the problem of a request with two credentials: it is not clear in whose name it is meant. A
 * `?token=` beside a cookie is clear: the address is written for the token.
 */
export function mixedCredentials({ headers }: CookieRequest): Problem | undefined {
  const bearer = /^Bearer /i.test(headers.get('authorization') ?? '')
  // Other schemes are those of a proxy, and other cookies those of its pages.
  const cookie = `; ${headers.get('cookie') ?? ''}`
  const both = bearer && (cookie.includes(`; ${sessionCookie}=`) || cookie.includes(secureCookie))
  return both
    ? new Problem('bad-request', 'send a token or the cookie of a login, not both')
    : undefined
}

const secureCookie = `; __Host-${sessionCookie}=`

/**
 * Returns the problem of a change by cookie that does not say which page sends it. Browsers always
 * do; the pages themselves were checked before.
 */
export function changeWithoutOrigin(
  { method, headers }: CookieRequest,
  identity: Identity,
): Problem | undefined {
  // Only a cookie makes a request that of an account.
  if (identity.kind !== 'account' || reading.has(method) || headers.has('origin')) return undefined
  return new Problem(
    'forbidden-origin',
    'a change by cookie needs the header Origin; or send a token',
  )
}

const reading: ReadonlySet<string> = new Set(['GET', 'HEAD'])
