import { expect, test } from 'vitest'
import { z } from 'zod'
import { problemCodes } from '../../proto/feed/index.ts'
import { openapiDocument } from './openapi.ts'
import type { Endpoint } from '../../proto/api/endpoint.ts'
import type { Route } from './route.ts'

const handle = (): Response => new Response()

test('a documented route has its parameters and its access rule', () => {
  const doc = {
    tag: 'Rooms' as const,
    summary: 'Reads a thing.',
    params: z.object({ id: z.string() }),
    answers: { 200: { description: 'The thing.', body: z.object({ id: z.string() }) } },
  }
  const routes: Route[] = [
    { method: 'GET', path: '/api/things/:id', access: 'administer', doc, handle },
    { method: 'GET', path: '/page', access: 'public', handle },
  ]
  expect(openapiDocument(routes)).toMatchObject({
    openapi: '3.1.0',
    paths: {
      '/api/things/{id}': {
        get: {
          operationId: 'getApiThingsId',
          security: [{ bearer: [] }, { session: [] }],
          parameters: [{ name: 'id', in: 'path', required: true }],
          responses: {
            200: { content: { 'application/json': { schema: { type: 'object' } } } },
            default: {
              content: {
                'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
              },
            },
          },
        },
      },
    },
  })
  expect(JSON.stringify(openapiDocument(routes))).not.toContain('/page')
})

test('S4-55 every problem code of a route is documented', () => {
  const doc: Endpoint = {
    tag: 'Rooms',
    summary: 'Writes.',
    answers: { 204: { description: 'Done.' } },
  }
  const routes: Route[] = [{ method: 'POST', path: '/write', access: 'public', doc, handle }]
  const document = openapiDocument(routes)
  expect(document).toHaveProperty('components.schemas.Problem.properties.code.enum', [
    ...problemCodes,
  ])
})

test('a route that requires a scope names it', () => {
  const doc: Endpoint = {
    tag: 'Rooms',
    summary: 'Writes.',
    answers: { 204: { description: 'Done.' } },
  }
  const routes: Route[] = [{ method: 'POST', path: '/write', access: 'configure', doc, handle }]
  expect(openapiDocument(routes)).toMatchObject({
    paths: { '/write': { post: { security: [{ bearer: ['rooms:write'] }, { session: [] }] } } },
  })
})
