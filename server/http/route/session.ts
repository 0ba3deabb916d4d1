import type { Context } from 'hono'
import { z } from 'zod'
import type { Owner } from '../../account/owner.ts'
import type { Clock } from '../../lib/clock.ts'
import { jsonBody } from '../body.ts'
import { loginCookie, logoutCookie } from '../caller.ts'
import type { Limits } from '../limit.ts'
import { Problem } from '../problem.ts'
import type { HttpEnv, Route } from '../route.ts'

const login = z.strictObject({ token: z.string().min(1).max(200) })

/** What logging in takes. */
export interface SessionRouteParts {
  readonly owner: Owner
  readonly clock: Clock
  readonly limits: Limits
}

/** `/api/session`: the owner's browser logs in and out. */
export function sessionRoutes({ owner, clock, limits }: SessionRouteParts): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/api/session',
      access: 'public',
      doc: {
        summary: "Logs the owner's browser in with a cookie.",
        body: login,
        answers: { 204: { description: 'Logged in.' } },
      },
      handle: async (c) => {
        const { token } = await jsonBody(c, login)
        limits.login(c.env?.connection)
        if (!(await owner.holds(token))) {
          throw new Problem('wrong-token', 'copy the whole link that the first start printed')
        }
        const cookie = await loginCookie(owner, clock, isSecure(c))
        return c.body(null, 204, { 'set-cookie': cookie })
      },
    },
    {
      method: 'DELETE',
      path: '/api/session',
      access: 'public',
      doc: { summary: 'Logs the browser out.', answers: { 204: { description: 'Logged out.' } } },
      handle: (c) => c.body(null, 204, { 'set-cookie': logoutCookie(isSecure(c)) }),
    },
  ]
}

function isSecure(c: Context<HttpEnv>): boolean {
  return c.req.url.startsWith('https:') || (c.env?.connection?.secure ?? false)
}
