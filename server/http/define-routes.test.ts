import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Api } from '../../proto/api/endpoint.ts'
import { defineRoutes } from './define-routes.ts'
import { problemOfError } from './problem-of-error.ts'

const api = {
  'PUT /things/:name': {
    tag: 'Rooms',
    summary: 'Stores a thing.',
    params: z.object({ name: z.string().regex(/^[a-z]+$/, 'must be letters') }),
    query: z.object({ limit: z.coerce.number().int().max(9).default(3) }),
    body: z.strictObject({ size: z.int() }),
    answers: {
      201: { description: 'The thing.', body: z.object({ name: z.string(), of: z.int() }) },
    },
  },
  'DELETE /things/:name': {
    tag: 'Rooms',
    summary: 'Removes a thing.',
    params: z.object({ name: z.string() }),
    answers: { 204: { description: 'Removed.' } },
  },
} as const satisfies Api

const routes = defineRoutes(api, {
  'PUT /things/:name': {
    access: 'administer',
    audit: 'none',
    handle: ({ params, query, body }) => ({ name: params.name, of: query.limit * body.size }),
  },
  'DELETE /things/:name': {
    access: 'public',
    audit: 'none',
    shared: true,
    handle: () => undefined,
  },
})

async function ask(method: string, path: string, init: RequestInit = {}) {
  const app = new Hono()
  for (const route of routes) app.on(route.method, route.path, (c) => route.handle(c as never))
  app.onError((error) => problemOfError(error).toResponse('test'))
  const headers = { 'content-type': 'application/json', ...(init.headers as object) }
  const response = await app.request(path, { ...init, method, headers })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}

test('a request is read by its contract, and answered with the status of the contract', async () => {
  const answer = await ask('PUT', '/things/box?limit=4&ticket=x', { body: '{"size":2}' })
  expect(answer).toEqual({ status: 201, body: { name: 'box', of: 8 } })
  expect((await ask('PUT', '/things/box', { body: '{"size":2}' })).body).toMatchObject({ of: 6 })
  expect(await ask('DELETE', '/things/box')).toEqual({ status: 204, body: undefined })
})

test.each([
  ['/things/BOX', '{"size":2}', 'name must be letters'],
  ['/things/box?limit=10', '{"size":2}', 'limit must be 9 or less'],
  ['/things/box?limit=many', '{"size":2}', 'limit must be a number'],
  ['/things/box', '{"size":"2"}', 'size: must be a number'],
  ['/things/box', '{"size":2,"colour":1}', 'body: has nothing called "colour"'],
  ['/things/box', '{', 'the body is not JSON'],
  ['/things/box%00', '{"size":2}', 'no text may hold the character U+0000'],
  ['/things/box?limit=%00', '{"size":2}', 'no text may hold the character U+0000'],
  ['/things/box', String.raw`{"size":"a\\\u0000"}`, 'no text may hold the character U+0000'],
  ['/things/box', String.raw`{"size":"a\\u0000"}`, 'size: must be a number'],
])('PUT %s with %s is refused: %s', async (path, body, detail) => {
  expect(await ask('PUT', path, { body })).toMatchObject({
    status: 400,
    body: { code: 'bad-request', detail },
  })
})

test('a body that does not say that it is JSON is refused', async () => {
  const form = { headers: { 'content-type': 'text/plain' }, body: '{"size":2}' }
  expect(await ask('PUT', '/things/box', form)).toMatchObject({ status: 400 })
})

test('a route has the rules of its implementation and the contract as its documentation', () => {
  const [put, remove] = routes
  expect(put).toMatchObject({ method: 'PUT', path: '/things/:name', access: 'administer' })
  expect(remove).toMatchObject({ shared: true, doc: api['DELETE /things/:name'] })
})
