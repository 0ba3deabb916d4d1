import type { Context } from 'hono'
import type { z } from 'zod'
import type { ProblemCode } from '../../proto/feed/index.ts'
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
  readonly tag: ApiTag
  readonly summary: string
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  readonly answers: Readonly<Record<number, DocumentedAnswer>>
  /** The refusals of this route besides those that follow from its access rule and its body. */
  readonly problems?: readonly ProblemCode[]
}

/** An answer in the words of OpenAPI; its body is JSON unless a media type is given. */
export interface DocumentedAnswer {
  readonly description: string
  readonly type?: string
  readonly body?: z.ZodType
}

/** The groups of routes in `/openapi.json`, with their meaning. */
export const apiTags = {
  Feed: 'Rooms and their events, for readers.',
  Rooms: 'The configuration of rooms.',
  'Test events': 'Events that are made up to try a room out.',
  Access: 'Tokens for programs, tickets for browsers, and logins of the owner.',
  Credentials: 'Logins of the relay at the platforms.',
  Overlays: 'Named overlays.',
  Doctor: 'The reason why a room is not received.',
  Health: 'Liveness, readiness and metrics.',
} as const

/** One of {@link apiTags}. */
export type ApiTag = keyof typeof apiTags
