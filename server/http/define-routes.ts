import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { z } from 'zod'
import type {
  AnswerBody,
  Api,
  Endpoint,
  Received,
  SuccessStatus,
} from '../../proto/api/endpoint.ts'
import type { ProblemCode } from '../../proto/feed/index.ts'
import type { Principal } from '../account/principal.ts'
import { zodMessages } from '../lib/zod-messages.ts'
import { Problem } from './problem.ts'
import type { HttpEnv, Route, RouteRules } from './route.ts'

/** A request to an endpoint: what its contract declares, and who sent it. */
export type Call<E extends Endpoint> = Received<E> & {
  readonly c: Context<HttpEnv>
  readonly principal: Principal
  /** Returns an answer with another status than that of success. */
  readonly answer: <Status extends keyof E['answers'] & ContentfulStatusCode>(
    status: Status,
    body: AnswerBody<E, Status>,
    headers?: Readonly<Record<string, string>>,
  ) => Response
}

type Awaitable<T> = T | Promise<T>

/** The implementation of an endpoint. */
export interface Implementation<E extends Endpoint> extends RouteRules {
  /**
   * Returns the JSON of the successful answer, of which only the type is checked; nothing if the
   * answer has no body. Whatever has another status or media type is returned as a Response.
   */
  readonly handle: (call: Call<E>) => Awaitable<AnswerBody<E, SuccessStatus<E>> | Response>
}

/**
 * The rule of an endpoint that can change something: `none` if it changes nothing that is
 * kept, or is a comment, a like, a gift or an entry. Else a function that returns the state of the object of the
 * request for the audit log, without secrets. It is called before and after the change; the second time with the answer,
 * for an id that the request does not know. If both states are undefined, nothing has changed.
 */
type AuditRule<E extends Endpoint> =
  | 'none'
  | ((call: Call<E>, answer?: AnswerBody<E, SuccessStatus<E>>) => unknown)

interface Audited<E extends Endpoint> {
  readonly audit: AuditRule<E>
}

type ImplementationOf<Key, E extends Endpoint> = Key extends `GET ${string}`
  ? Implementation<E>
  : Implementation<E> & Audited<E>

/**
 * Returns the routes of a resource: the path, the query and the body of a request are checked
 * against the contract before the implementation is called.
 */
export function defineRoutes<A extends Api>(
  api: A,
  implementations: NoInfer<{
    readonly [K in keyof A]: ImplementationOf<K, Extract<A[K], Endpoint>>
  }>,
): readonly Route[] {
  return Object.entries<Endpoint>(api).map(([key, endpoint]) => {
    // The mapped type has an implementation of each key, for exactly this endpoint.
    const { handle, audit, ...rules } = implementations[
      key as keyof A
    ] as unknown as Implementation<Endpoint> & Partial<Audited<Endpoint>>
    const [method, path] = key.split(' ') as [Route['method'], string]
    const status = ([200, 201, 202] as const).find((one) => one in endpoint.answers)
    return {
      method,
      path,
      ...rules,
      ...(audit === undefined ? {} : { audit: audit === 'none' ? audit : 'change' }),
      doc: endpoint,
      handle: async (c) => {
        const received = await receivedFrom(c, endpoint)
        const call: Call<Endpoint> = {
          ...received,
          c,
          principal: c.get('principal'),
          answer: (other, body: unknown, headers) => c.json(body, other, headers),
        }
        const stateOf = typeof audit === 'function' ? audit : undefined
        const before = await stateOf?.(call)
        const result: unknown = await handle(call)
        if (stateOf) c.set('change', { before, after: await stateOf(call, result as undefined) })
        if (result instanceof Response) return result
        return result === undefined ? c.body(null, 204) : c.json(result, status)
      },
    }
  })
}

/** Reads the declared parts of a request. @throws Problem `bad-request` with the first wrong field. */
async function receivedFrom(c: Context<HttpEnv>, endpoint: Endpoint): Promise<object> {
  const { params, query, body, isBodyUnchecked, bodyProblem } = endpoint
  const sent = { ...c.req.param(), ...c.req.query() }
  if (Object.values(sent).some((text) => text.includes('\0'))) throw holdsNul()
  const found = {
    ...(params ? { params: checked(params, c.req.param(), 'path') } : {}),
    ...(query ? { query: checked(query, c.req.query(), 'query') } : {}),
  }
  if (!body) return found
  const json = await jsonOf(c, bodyProblem)
  return { ...found, body: isBodyUnchecked ? json : checked(body, json, 'body', bodyProblem) }
}

/** Checks a part of a request. @throws Problem, `bad-request` if not given, with the first wrong field. */
export function checked<S extends z.ZodType>(
  schema: S,
  value: unknown,
  part: string,
  code: ProblemCode = 'bad-request',
): z.output<S> {
  const parsed = schema.safeParse(value, { error: zodMessages })
  if (parsed.success) return parsed.data
  const [issue] = closestIssues(parsed.error.issues)
  const colon = part === 'body' ? ':' : '' // a parameter has only its name
  throw new Problem(code, `${issue?.path.join('.') || part}${colon} ${issue?.message}`)
}

/** Returns the issues with the form that the value comes closest to, if there are several. */
function closestIssues(issues: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] {
  const [issue] = issues
  if (issue?.code !== 'invalid_union') return issues
  const [closest = issues] = issue.errors.toSorted((a, b) => a.length - b.length)
  return closest
}

async function jsonOf(c: Context<HttpEnv>, code: ProblemCode = 'bad-request'): Promise<unknown> {
  if (!/^application\/json(;|$)/i.test(c.req.header('content-type') ?? '')) {
    throw new Problem('bad-request', 'send the body as application/json')
  }
  const text = await c.req.text()
  if (escapedNul.test(text)) throw holdsNul()
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
    throw new Problem(code, 'the body is not JSON', { cause })
  }
}

// A backslash before it that is itself escaped makes it six harmless characters.
const escapedNul = /(?<!\\)(?:\\\\)*\\u0000/

/** Returns the problem of a request whose text PostgreSQL cannot store. */
function holdsNul(): Problem {
  return new Problem('bad-request', 'no text may hold the character U+0000')
}
