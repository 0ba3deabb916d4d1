import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { requestId } from 'hono/request-id'
import type { ProblemCode } from '../../proto/feed/index.ts'
import { type RecordChange, withoutSecrets } from '../account/audit.ts'
import { accountOf, type Identity, type Principal } from '../account/principal.ts'
import type { Logger } from '../lib/logger.ts'
import { type Access, isAccess, authorize } from './auth/authorize.ts'
import { authenticate, type AuthStores, type PresentedCredentials } from './auth/authenticate.ts'
import type { Resource } from '../account/policy.ts'
import { noSuchRoom } from '../room/room-denied.ts'
import type { RoomViews } from '../room/room-views.ts'
import type { Limits } from './limit/limits.ts'
import { closeCodeOfProblem } from './socket/close-code.ts'
import { changeWithoutOrigin, mixedCredentials } from './auth/cookie-use.ts'
import { checkOrigin, guardEmbedding, type OriginCheckOptions } from './auth/origin-check.ts'
import { preflightFor, sharingFor } from './cross-origin.ts'
import { connectionBusy, Problem } from './problem.ts'
import { problemOfError } from './problem-of-error.ts'
import { type HttpEnv, isSecure, type Route } from './route.ts'

/** Dependencies of {@link createApp}. */
export interface AppParts {
  readonly routes: readonly Route[]
  readonly guard: OriginCheckOptions
  readonly credentials: AuthStores
  readonly limits: Pick<Limits, 'enter'>
  /** Returns the target of a live room; absent where there are none, as on an edge. */
  readonly findRoom?: RoomViews['find']
  readonly log: Logger
  readonly onProblem: (code: ProblemCode) => void
  /** Receives each change, for the audit log. */
  readonly onChange: RecordChange
}

const usualBodyBytes = 64 * 1024

/**
 * Returns the app that answers every request through the web-standard `app.fetch(request)`.
 *
 * @throws if a route declares no access rule.
 */
export function createApp(parts: AppParts): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>()
  app.use(requestId({ limitLength: 64 }))
  app.use(hardened(parts))
  for (const route of parts.routes) {
    const { method, path, access, audit, handle, readsBody, maxBodyBytes = usualBodyBytes } = route
    if (!isAccess(access)) throw new Error(`${method} ${path} declares no access rule`)
    if (method !== 'GET' && !audit) throw new Error(`${method} ${path} declares no audit rule`)
    if (!readsBody) app.on(method, path, limitBody(maxBodyBytes))
    app.on(method, path, authorized(route, parts), handle)
  }
  for (const path of new Set(parts.routes.map((route) => route.path))) {
    const routes = parts.routes.filter((route) => route.path === path)
    app.options(path, (c) => {
      const headers = preflightFor(routes, trustedOrigin(c, parts))
      if (!headers) throw noRoute(c)
      return c.body(null, 204, headers)
    })
  }
  // Not app.notFound: what it throws would pass by the rest of the middleware, and leave no log line.
  app.all('*', (c) => {
    throw noRoute(c)
  })
  app.onError((error, c) => {
    const id = c.get('requestId')
    const problem = problemOfError(error)
    if (problem.code === 'internal') parts.log.error({ requestId: id, error }, 'request failed')
    parts.onProblem(problem.code)
    const closeCode = closeCodeOfProblem(problem.code)
    if (c.env?.upgrade && closeCode !== undefined) {
      return c.env.upgrade((socket) => socket.close(closeCode, problem.message))
    }
    return harden(c, problem.toResponse(id), parts)
  })
  return app
}

function hardened(parts: AppParts): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const refused = checkOrigin(c.req.raw.headers, parts.guard, c.env?.connection?.secure)
    if (refused) throw refused
    if (c.env?.connection?.isStreaming()) throw connectionBusy()
    await next()
    // Hono does not send the body in the answer to a HEAD, so its source must be cancelled here.
    if (c.req.method === 'HEAD') await c.res.body?.cancel()
    harden(c, c.res, parts)
    const { method, path } = c.req // never the query: it may contain a token
    parts.log.debug(
      { requestId: c.get('requestId'), method, path, status: c.res.status },
      'request',
    )
  }
}

function authorized(route: Route, parts: AppParts): MiddlewareHandler<HttpEnv> {
  const { access, shared = false, file = false } = route
  const anonymous = route.anonymous ?? file
  return async (c, next) => {
    c.set('shared', shared)
    const local = c.env?.connection?.local ?? parts.guard.local
    const foreign = file || !local ? undefined : guardEmbedding(c.req.raw.headers, parts.guard)
    if (foreign) throw foreign
    if (c.env?.upgrade) enterSocket(c, route, parts)
    const identity = anonymous ? nobody : await identityOf(c, route, parts)
    const principal = { ...identity, local }
    const refused = authorize(access, principal, namedBy(access, c, parts))
    if (refused) throw refused
    c.set('principal', principal)
    await next()
    await recordChange(c, route, parts)
  }
}

const nobody: Identity = { kind: 'anonymous' }

/** Returns the sender of a request. @throws Problem if its credentials cannot be used together, or here. */
async function identityOf(
  c: Context<HttpEnv>,
  route: Route,
  { credentials }: AppParts,
): Promise<Identity> {
  const mixed = mixedCredentials(c.req.raw)
  if (mixed) throw mixed
  const identity = await authenticate(shownIn(c, route), credentials)
  const forged = changeWithoutOrigin(c.req.raw, identity)
  if (forged) throw forged
  return identity
}

/** Records what a request has changed. */
async function recordChange(
  c: Context<HttpEnv>,
  { method, path }: Route,
  { onChange }: AppParts,
): Promise<void> {
  const { before, after } = c.get('change') ?? {}
  if (!c.res.ok || (before === undefined && after === undefined)) return
  const principal = c.get('principal') // of the session that a login has begun
  await onChange({
    actor: actorOf(principal),
    address: c.env?.connection?.address,
    action: `${method} ${path}`,
    target: c.req.param(),
    before: withoutSecrets(before),
    after: withoutSecrets(after),
  })
}

function actorOf(principal: Principal): string {
  return principal.kind === 'token'
    ? `token:${principal.id}`
    : (accountOf(principal) ?? 'anonymous')
}

/** Returns the room that a rule names by a path parameter. */
function namedBy(
  access: Access,
  c: Context<HttpEnv>,
  { findRoom }: AppParts,
): Resource | undefined {
  if (typeof access !== 'object') return undefined
  const name = c.req.param('live' in access ? access.live : access.room) ?? ''
  if ('room' in access) return { kind: 'named', room: name }
  return findRoom?.(`live:${name}`) ?? noSuchRoom
}

/** Counts a socket until its connection ends. @throws Problem if it is refused. */
function enterSocket({ env }: Context<HttpEnv>, { socket }: Route, { limits }: AppParts): void {
  if (!socket) throw new Problem('not-found', 'sockets open at /rooms/<id>/stream')
  const leave = limits.enter(env.connection)
  env.connection?.onEnd(leave)
}

function shownIn(c: Context<HttpEnv>, { method, tickets }: Route): PresentedCredentials {
  const { raw, url } = c.req
  return {
    method,
    headers: raw.headers,
    query: new URL(url).searchParams,
    tickets: tickets === true && raw.method !== 'HEAD', // a ticket is for one stream, and a HEAD opens none
    secure: isSecure(c),
    // A browser always names its origin in a handshake; a cookie without it is not the owner's browser.
    cookies: !c.env?.upgrade || raw.headers.has('origin'),
    from: c.env?.connection,
  }
}

// Over TLS only, and without includeSubDomains: other hosts of the domain may not be ours.
const hsts = 'max-age=31536000'

// Not hono/secure-headers: its values are the same for every answer, and it replaces the policy of a page.
function harden(c: Context<HttpEnv>, response: Response, parts: AppParts): Response {
  const { headers } = response
  const asking = { shared: c.get('shared'), trusted: trustedOrigin(c, parts) }
  for (const [name, value] of Object.entries(sharingFor(asking))) headers.set(name, value)
  headers.set('x-content-type-options', 'nosniff')
  headers.set('referrer-policy', 'no-referrer')
  headers.set('cross-origin-opener-policy', 'same-origin')
  headers.set('cross-origin-resource-policy', c.get('shared') ? 'cross-origin' : 'same-origin')
  if (isSecure(c)) headers.set('strict-transport-security', hsts)
  if (!headers.has('content-security-policy')) {
    headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
  }
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  return response
}

/** Returns the origin of the page that sends a request, if the settings name it. */
function trustedOrigin(c: Context<HttpEnv>, { guard }: AppParts): string | undefined {
  const origin = c.req.header('origin')
  return origin !== undefined && guard.origins.has(origin) ? origin : undefined
}

function noRoute({ req }: Context<HttpEnv>): Problem {
  return new Problem('not-found', `${req.method} ${req.path} is no route of this server`)
}

function limitBody(maxSize: number): MiddlewareHandler<HttpEnv> {
  const onError = (): never => {
    throw new Problem('body-too-large', `a body may have ${maxSize} bytes`)
  }
  return bodyLimit({ maxSize, onError })
}
