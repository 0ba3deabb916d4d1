import {
  extendZodWithOpenApi,
  OpenApiGeneratorV31,
  OpenAPIRegistry,
} from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import { apiTags, type Endpoint, type EndpointAnswer } from '../../proto/api/endpoint.ts'
import { type ProblemCode, problemCodes } from '../../proto/feed/index.ts'
import { hasPublicPart, scopesFor } from '../account/policy.ts'
import { sessionCookie } from './auth/authenticate.ts'
import { type Access, actionOf } from './auth/authorize.ts'
import { statusOf } from './problem.ts'
import type { Route } from './route.ts'

extendZodWithOpenApi(z)

/** The body of every refusal (RFC 9457). */
const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(problemCodes).describe('Stable: a program may act on it.'),
    reason: z.string().optional().describe('The cause, if this code has several.'),
    waitMs: z.number().optional().describe('The time until the next try, if it may help.'),
    requestId: z.string(),
  })
  .openapi('Problem')

/** Returns the security of a route; OpenAPI 3.1 can list the required roles of a bearer token. */
function securityOf(access: Access): Record<string, string[]>[] {
  const action = actionOf(access)
  const open = hasPublicPart(action) ? [{}] : []
  if (action === 'connect') return open
  const tokens = scopesFor(action).map((scope) => ({ bearer: [scope] }))
  const bearers = open.length + tokens.length === 0 ? [{ bearer: [] }] : tokens
  return [...open, ...bearers, { session: [] }]
}

/** Returns the documented routes as OpenAPI 3.1, served at `/openapi.json`. */
export function openapiDocument(routes: readonly Route[]): object {
  const registry = new OpenAPIRegistry()
  registry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' })
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: sessionCookie,
  })
  for (const { doc, ...route } of routes) if (doc) register(registry, route, doc)
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'danmu-relay',
      version: '1.0.0',
      description:
        'Events are discriminated by `type`: ignore types and fields that you do not know. The WebSocket is in /asyncapi.json.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: Object.entries(apiTags).map(([name, description]) => ({ name, description })),
  })
}

function register(registry: OpenAPIRegistry, route: Omit<Route, 'doc'>, doc: Endpoint): void {
  const { params, query, body, file = [], answers, summary, tag } = doc
  const documented = Object.entries(answers).map(([status, answer]) => [
    status,
    { description: answer.description, ...(answer.body ? { content: contentOf(answer) } : {}) },
  ])
  registry.registerPath({
    method: methods[route.method],
    path: route.path.replaceAll(/:(\w+)/g, '{$1}'),
    operationId: `${route.method.toLowerCase()}${route.path.replaceAll(/\W+(\w?)/g, (_, c: string) => c.toUpperCase())}`,
    tags: [tag],
    summary,
    security: securityOf(route.access),
    request: {
      ...(params ? { params } : {}),
      ...(query ? { query } : {}),
      ...(body ? { body: { content: contentOf({ body }), required: true } } : {}),
      ...(file.length > 0 ? { body: { content: contentOfFile(file), required: true } } : {}),
    },
    responses: {
      ...refusals(route, doc),
      ...Object.fromEntries(documented), // /readyz has a 503 of its own
      default: refusal('Any other problem; `code` is stable.'),
    },
  })
}

/** Returns the refusals of a route by their HTTP status, with the codes of each. */
function refusals(
  route: Omit<Route, 'doc'>,
  doc: Endpoint,
): Record<string, ReturnType<typeof refusal>> {
  const codes = new Map<number, Set<ProblemCode>>()
  const { problems = [], bodyProblem } = doc
  const ofBody = bodyProblem ? [bodyProblem] : []
  for (const code of [...usualProblems(route, doc), ...problems, ...ofBody]) {
    const status = statusOf(code)
    codes.set(status, (codes.get(status) ?? new Set()).add(code))
  }
  const entries = [...codes].map(([status, names]) => {
    const words = [...names].toSorted().map((name) => `\`${name}\``)
    return [String(status), refusal(`A problem with the code ${words.join(' or ')}.`)] as const
  })
  return Object.fromEntries(entries)
}

function refusal(description: string) {
  return { description, content: { 'application/problem+json': { schema: problem } } }
}

/** Returns the refusals that follow from the access rule and the schemas of a route. */
function usualProblems(route: Omit<Route, 'doc'>, doc: Endpoint): readonly ProblemCode[] {
  const { access, anonymous, file } = route
  const taken = [doc.params, doc.query, doc.body, doc.file].some((part) => part !== undefined)
  const ignoresCallers = anonymous ?? file ?? false
  return [
    'forbidden-host',
    'forbidden-origin',
    // A token beside the cookie of a login is a bad request, too.
    ...(taken || !ignoresCallers ? (['bad-request'] as const) : []),
    ...((doc.body ?? doc.file) ? (['body-too-large'] as const) : []),
    // Every route checks a sent token, and the check may need the database.
    ...(ignoresCallers ? [] : (['wrong-token', 'too-many-requests', 'not-ready'] as const)),
    ...(access === 'public' ? [] : (['login-required', 'not-allowed'] as const)),
    ...(access === 'read' || access === 'ticket' ? roomProblems : []),
  ]
}

const roomProblems = ['no-such-room', 'room-off', 'too-many-rooms'] as const

const methods = { GET: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' } as const

function contentOf({ type = 'application/json', body }: Pick<EndpointAnswer, 'type' | 'body'>) {
  return body ? { [type]: { schema: body } } : {}
}

function contentOfFile(types: readonly string[]) {
  return Object.fromEntries(types.map((type) => [type, { schema: { type: 'string' as const } }]))
}
