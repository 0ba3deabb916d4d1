import type { Context } from 'hono'
import type { z } from 'zod'
import type { Asker, Principal } from '../account/principal.ts'
import type { Access } from './auth/authorize.ts'
import type { Connection } from './connection.ts'

/** What our handlers find in the context. */
export interface HttpEnv {
  Variables: { requestId: string; caller: Principal; local: boolean; shared: boolean }
  /** Absent where only `app.fetch(request)` was called. */
  Bindings: { connection?: Connection }
}

/** Returns the caller of a request, which was determined for the access rule of its route. */
export function askerOf(c: Context<HttpEnv>): Asker {
  return { caller: c.get('caller'), local: c.get('local') }
}

/** Returns true if a request is known to have come over TLS. */
export function isSecure(c: Context<HttpEnv>): boolean {
  return c.req.url.startsWith('https:') || (c.env?.connection?.secure ?? false)
}

/** One line of a route table. What declares no access does not boot. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** As Hono writes it; parameters cannot hold a slash. */
  readonly path: string
  readonly access: Access
  /** Pages of any site may call the route and read the answer, without cookies: CORS. */
  readonly shared?: true
  /** Opens to a `?ticket=` too, and spends it. */
  readonly tickets?: true
  /** True ignores the credentials of the request: every caller is anonymous. */
  readonly anonymous?: true
  /** True for built files and the like: it opens no room, so pages of any site may load it. */
  readonly file?: true
  /** What `/openapi.json` says; pages and files have none. */
  readonly doc?: RouteDoc
  readonly handle: (c: Context<HttpEnv>) => Response | Promise<Response>
}

/** A route in the words of OpenAPI; the body is checked against the same schema by its handler. */
export interface RouteDoc {
  readonly summary: string
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  /** By status; refusals are described once for all routes. */
  readonly answers: Readonly<
    Record<number, { readonly description: string; readonly body?: z.ZodType }>
  >
}
