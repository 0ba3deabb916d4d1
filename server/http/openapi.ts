import {
  extendZodWithOpenApi,
  OpenApiGeneratorV31,
  OpenAPIRegistry,
} from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import { problemCodes } from '../../proto/feed/index.ts'
import type { Access } from './auth/authorize.ts'
import type { Route, RouteDoc } from './route.ts'

extendZodWithOpenApi(z)

/** What every refusal looks like (RFC 9457). */
const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(problemCodes).describe('Stable: a program may act on it.'),
    reason: z.string().optional().describe('Which of several causes of this code it was.'),
    requestId: z.string(),
  })
  .openapi('Problem')

/** Who may call; OpenAPI 3.1 lets a bearer token name the roles it must have. */
function securityOf(access: Access): Record<string, string[]>[] {
  if (access === 'public') return [{}]
  if (access === 'room') return [{}, { bearer: ['rooms:read'] }, { bearer: ['rooms:open'] }]
  if (access === 'local') return [{}, { bearer: ['admin'] }]
  return [{ bearer: access === 'owner' ? [] : [access.scope] }]
}

/** The documented routes as OpenAPI 3.1, served at `/openapi.json`. */
export function openapiDocument(routes: readonly Route[]): object {
  const registry = new OpenAPIRegistry()
  registry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' })
  for (const { doc, ...route } of routes) if (doc) register(registry, route, doc)
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'danmu-relay',
      version: '1.0.0',
      description: 'The feed itself is in /asyncapi.json.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
  })
}

function register(registry: OpenAPIRegistry, route: Omit<Route, 'doc'>, doc: RouteDoc): void {
  const { params, query, body, answers, summary } = doc
  const documented = Object.entries(answers).map(([status, answer]) => [
    status,
    { description: answer.description, ...(answer.body ? { content: json(answer.body) } : {}) },
  ])
  registry.registerPath({
    method: methods[route.method],
    path: route.path.replaceAll(/:(\w+)/g, '{$1}'),
    operationId: `${route.method.toLowerCase()}${route.path.replaceAll(/\W+(\w?)/g, (_, c: string) => c.toUpperCase())}`,
    summary,
    security: securityOf(route.access),
    request: {
      ...(params ? { params } : {}),
      ...(query ? { query } : {}),
      ...(body ? { body: { content: json(body), required: true } } : {}),
    },
    responses: {
      ...Object.fromEntries(documented),
      default: {
        description: 'A problem; `code` is stable.',
        content: { 'application/problem+json': { schema: problem } },
      },
    },
  })
}

const methods = { GET: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' } as const

function json(schema: z.ZodType): { 'application/json': { schema: z.ZodType } } {
  return { 'application/json': { schema } }
}
