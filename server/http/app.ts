import { Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { requestId } from 'hono/request-id'
import type { Owner } from '../account/owner.ts'
import type { Clock } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import { type Caller, callerOf } from './caller.ts'
import { guard, type GuardOptions } from './guard.ts'
import { Problem, type ProblemCode } from './problem.ts'
import type { Access, HttpEnv, Route } from './route.ts'

/** What the HTTP side of the server is made of. */
export interface AppParts {
  readonly routes: readonly Route[]
  readonly guard: GuardOptions
  readonly owner: Owner
  readonly clock: Clock
  readonly log: Logger
  readonly onProblem: (code: ProblemCode) => void
}

const maxBodyBytes = 64 * 1024
const accessRules: readonly string[] = ['public', 'reader', 'owner'] satisfies Access[]

/**
 * The app that answers every request; web-standard, `app.fetch(request)` is all it takes.
 *
 * @throws if a route declares no access rule.
 */
export function createApp(parts: AppParts): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>()
  app.use(requestId({ limitLength: 64 }))
  app.use(hardened(parts))
  app.use(bodyLimit({ maxSize: maxBodyBytes, onError: tooLarge }))
  for (const route of parts.routes) {
    const { method, path, access, handle } = route
    if (!accessRules.includes(access)) throw new Error(`${method} ${path} declares no access rule`)
    app.on(method, path, admitted(access, parts), handle)
  }
  app.notFound((c) => {
    throw new Problem('not-found', `${c.req.method} ${c.req.path} is no route of this server`)
  })
  app.onError((error, c) => {
    const id = c.get('requestId')
    const problem = asProblem(error)
    if (problem.code === 'internal') parts.log.error({ requestId: id, error }, 'request failed')
    parts.onProblem(problem.code)
    return harden(problem.toResponse(id))
  })
  return app
}

/** Decides whether a caller passes; the same rule for HTTP and for sockets. */
export function refusalOf(access: Access, caller: Caller, loopback: boolean): Problem | undefined {
  if (caller === 'wrong-token')
    return new Problem('wrong-token', 'the token in this request is not valid')
  if (access === 'public' || caller === 'owner') return undefined
  if (access === 'reader' && loopback) return undefined
  return new Problem(
    'login-required',
    'log in with the link printed at the first start, or send the owner token as Bearer',
  )
}

function hardened(parts: AppParts): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const refused = guard(c.req.raw.headers, parts.guard)
    if (refused) throw refused
    await next()
    harden(c.res)
    const { method, path } = c.req // never the query: it may hold a token
    parts.log.debug(
      { requestId: c.get('requestId'), method, path, status: c.res.status },
      'request',
    )
  }
}

function admitted(access: Access, parts: AppParts): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const caller = await callerOf(c.req.raw.headers, new URL(c.req.url).searchParams, parts)
    const refused = refusalOf(access, caller, parts.guard.loopback)
    if (refused) throw refused
    c.set('caller', caller)
    await next()
  }
}

function harden(response: Response): Response {
  const { headers } = response
  headers.set('x-content-type-options', 'nosniff')
  headers.set('referrer-policy', 'no-referrer')
  if (!headers.has('content-security-policy')) {
    headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
  }
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  return response
}

function tooLarge(): never {
  throw new Problem('body-too-large', `a body may have ${maxBodyBytes} bytes`)
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  return new Problem('internal', 'the log has the details under this request id', { cause: error })
}
