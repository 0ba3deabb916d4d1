import type { Context } from 'hono'
import { z } from 'zod'
import type { Identity } from '../../account/principal.ts'
import type { Owner } from '../../account/owner.ts'
import type { Sessions } from '../../account/session.ts'
import { jsonBody } from '../body.ts'
import { DatabaseUnavailable } from '../../store/engine/db.ts'
import { type CookieSessions, loginCookie, logoutCookie, sessionOf } from '../auth/authenticate.ts'
import type { Limits } from '../limit/limits.ts'
import { Problem } from '../problem.ts'
import { type HttpEnv, isSecure, type Route } from '../route.ts'

const login = z.strictObject({ token: z.string().min(1).max(200) })

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
  return [loginRoute(parts), logoutRoute(parts), logoutEverywhereRoute(parts)]
}

function loginRoute(parts: SessionRouteParts): Route {
  const { owner, sessions, cookieKey, limits, onLogin } = parts
  return {
    method: 'POST',
    path: '/api/session',
    access: 'public',
    anonymous: true, // an old cookie must not prevent a login while the sessions are not loaded
    doc: {
      tag: 'Access',
      summary: "Logs the owner's browser in with a cookie, for 12 hours, or 2 without any use.",
      problems: ['wrong-token', 'too-many-requests', 'not-ready'],
      body: login,
      answers: { 204: { description: 'Logged in.' } },
    },
    handle: async (c) => {
      const { token } = await jsonBody(c, login)
      limits.login(c.env?.connection)
      if (!(await owner.holds(token))) {
        throw new Problem('wrong-token', 'copy the whole link that the first start printed')
      }
      const session = await sessions.begin()
      onLogin()
      await endPreviousSession(c, parts) // the new session replaces it
      const cookie = await loginCookie(session, cookieKey, isSecure(c))
      return c.body(null, 204, { 'set-cookie': cookie })
    },
  }
}

function logoutRoute({ sessions }: SessionRouteParts): Route {
  return {
    method: 'DELETE',
    path: '/api/session',
    access: 'public',
    doc: {
      tag: 'Access',
      summary: 'Logs the browser out: its session ends, and the streams that were opened with it.',
      answers: { 204: { description: 'Logged out.' } },
    },
    handle: async (c) => {
      await endSessionOf(c.get('principal'), sessions)
      return c.body(null, 204, { 'set-cookie': logoutCookie(isSecure(c)) })
    },
  }
}

function logoutEverywhereRoute({ sessions }: SessionRouteParts): Route {
  return {
    method: 'DELETE',
    path: '/api/sessions',
    access: 'administer',
    doc: {
      tag: 'Access',
      summary: 'Logs every browser out, this one included.',
      answers: { 204: { description: 'All are logged out.' } },
    },
    handle: async (c) => {
      await sessions.endAll()
      return c.body(null, 204, { 'set-cookie': logoutCookie(isSecure(c)) })
    },
  }
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

async function endSessionOf(caller: Identity, sessions: Pick<Sessions, 'end'>): Promise<void> {
  if (caller.kind === 'owner' && caller.session !== undefined) await sessions.end(caller.session)
}
