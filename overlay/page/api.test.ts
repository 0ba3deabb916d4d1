import { afterEach, expect, test, vi } from 'vitest'
import type { Endpoint } from '../../proto/api/endpoint.ts'
import { request } from '../api/request.ts'
import { api } from './api.ts'

afterEach(() => vi.unstubAllGlobals())

function serve(status: number, body?: string): { readonly calls: unknown[][] } {
  const headers = { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' }
  const answer = vi.fn<typeof fetch>(async () => new Response(body ?? null, { status, headers }))
  vi.stubGlobal('fetch', answer)
  return answer.mock
}

test('a call has the method, the path and the body of its endpoint', async () => {
  const { calls } = serve(201, '{"token":"t"}')
  const body = { name: 'OBS', scopes: ['rooms:read' as const] }
  const answer = await api('POST /api/tokens', { body })
  expect(answer).toEqual({ kind: 'done', body: { token: 't' } })
  expect(calls).toEqual([
    ['/api/tokens', expect.objectContaining({ method: 'POST', body: JSON.stringify(body) })],
  ])
})

test('a parameter is encoded into the path, and an answer without a body has none', async () => {
  const { calls } = serve(204)
  const answer = await api('DELETE /api/overlays/:name', { params: { name: 'a/b' } })
  expect(answer).toEqual({ kind: 'done', body: undefined })
  expect(calls[0]?.[0]).toBe('/api/overlays/a%2Fb')
})

test('a token is a header, and then no cookie is sent', async () => {
  const { calls } = serve(204)
  await request<Endpoint>({ address: 'https://relay.example', token: 't' }, 'GET /api/x')
  expect(calls[0]).toEqual([
    'https://relay.example/api/x',
    expect.objectContaining({
      credentials: 'omit',
      headers: { accept: 'application/json', authorization: 'Bearer t' },
    }),
  ])
})

test('a refusal has its problem, and 401 means a login', async () => {
  serve(404, '{"code":"no-such-room"}')
  const problem = { status: 404, code: 'no-such-room' }
  expect(await api('GET /api/rooms')).toEqual({ kind: 'refused', problem })
  serve(401, '{"code":"login-required"}')
  expect(await api('GET /api/rooms')).toMatchObject({ kind: 'login' })
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no server')))
  expect(await api('GET /api/rooms')).toEqual({ kind: 'silence' })
})
