import type { Context } from 'hono'
import type { z } from 'zod'
import type { ProblemCode } from '../../proto/feed/index.ts'
import type { Principal } from '../account/principal.ts'
import type { Access } from './auth/authorize.ts'
import type { Connection } from './connection.ts'

/** The variables and bindings in the context of a handler. */
export interface HttpEnv {
  Variables: { requestId: string; principal: Principal; shared: boolean }
  /** Absent if `app.fetch(request)` was called without a connection. */
  Bindings: { connection?: Connection }
}

/** Returns true if a request is known to have come over TLS. */
export function isSecure(c: Context<HttpEnv>): boolean {
  return c.req.url.startsWith('https:') || (c.env?.connection?.secure ?? false)
}

/** One line of a route table. A route without an access rule prevents the start. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** The path in the syntax of Hono; parameters cannot contain a slash. */
  readonly path: string
  readonly access: Access
  /** Pages of any site may call the route and read the answer, without cookies: CORS. */
  readonly shared?: true
  /** True also accepts a `?ticket=`, and spends it. */
  readonly tickets?: true
  /** True ignores the credentials of the request: every caller is anonymous. */
  readonly anonymous?: true
  /** True for built files and the like: it opens no room, so pages of any site may load it. */
  readonly file?: true
  /** The entry in `/openapi.json`; pages and files have none. */
  readonly doc?: RouteDoc
  readonly handle: (c: Context<HttpEnv>) => Response | Promise<Response>
}

/** The OpenAPI description of a route; its handler checks the body against the same schema. */
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

/** The OpenAPI description of an answer; its body is JSON unless a media type is given. */
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
