import type { Context } from 'hono'
import { sessionApi } from '../../../proto/api/session.ts'
import type { Owner } from '../../account/owner.ts'
import type { Sessions } from '../../account/session.ts'
import { DatabaseUnavailable } from '../../store/engine/db.ts'
import { type CookieSessions, loginCookie, logoutCookie, sessionOf } from '../auth/authenticate.ts'
import { defineRoutes } from '../define-routes.ts'
import type { Limits } from '../limit/limits.ts'
import { Problem } from '../problem.ts'
import { type HttpEnv, isSecure, type Route } from '../route.ts'

/** Dependencies of {@link sessionRoutes}. */
export interface SessionRouteParts {
  readonly owner: Owner
  readonly sessions: Pick<Sessions, 'begin' | 'find' | 'end' | 'endAll'>
  readonly cookieKey: CookieSessions['cookieKey']
  readonly limits: Limits
  /** Called after a login with the owner token. */
  readonly onLogin: () => void
}

/** Returns the routes `/api/session` and `/api/sessions`, where the owner's browsers log in and out. */
export function sessionRoutes(parts: SessionRouteParts): readonly Route[] {
  const { owner, sessions, cookieKey, limits, onLogin } = parts
  return defineRoutes(sessionApi, {
    'POST /api/session': {
      access: 'public',
      anonymous: true, // an old cookie must not prevent a login while the sessions are not loaded
      handle: async ({ c, body: { token } }) => {
        limits.login(c.env?.connection)
        if (!(await owner.holds(token))) {
          throw new Problem('wrong-token', 'copy the whole link that the first start printed')
        }
        const session = await sessions.begin()
        onLogin()
        await endPreviousSession(c, parts) // the new session replaces it
        c.header('set-cookie', await loginCookie(session, cookieKey, isSecure(c)))
      },
    },
    'DELETE /api/session': {
      access: 'public',
      handle: async ({ c, principal }) => {
        if (principal.kind === 'account') await sessions.end(principal.session)
        c.header('set-cookie', logoutCookie(isSecure(c)))
      },
    },
    'DELETE /api/sessions': {
      access: 'administer',
      handle: async ({ c }) => {
        await sessions.endAll()
        c.header('set-cookie', logoutCookie(isSecure(c)))
      },
    },
  })
}

async function endPreviousSession(
  c: Context<HttpEnv>,
  { sessions, cookieKey }: SessionRouteParts,
): Promise<void> {
  const cookies = { cookieKey, find: (secret: string) => sessions.find(secret) }
  try {
    const sent = { headers: c.req.raw.headers, secure: isSecure(c) }
    const old = await sessionOf(sent, { sessions: cookies })
    if (old !== undefined) await sessions.end(old)
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error // it is not used any more, and ends by itself
  }
}
