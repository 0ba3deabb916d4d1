import { expect, test } from 'vitest'
import { bearer, json, startApp, token } from '../app.fake.ts'

test('the owner creates, lists and revokes tokens; the secret is shown once', async () => {
  const { request } = await startApp(false)
  const body = JSON.stringify({ name: 'backend', scopes: ['rooms:read'], room: 'quiet' })
  const headers = { ...json, ...bearer(token).headers }
  const made = await request('/api/tokens', { method: 'POST', headers, body })
  const shown = (await made.json()) as { id: string; token: string }
  expect(made.status).toBe(201)
  expect(shown).toMatchObject({ name: 'backend', scopes: ['rooms:read'], room: 'quiet' })
  expect((await request('/public', bearer(shown.token))).status).toBe(200)
  const listed = await (await request('/api/tokens', bearer(token))).text()
  expect(listed).toContain(shown.id)
  expect(listed).not.toContain(shown.token)
  expect(listed).not.toContain('hash')
  const gone = await request(`/api/tokens/${shown.id}`, { method: 'DELETE', headers })
  expect(gone.status).toBe(204)
  expect((await request('/public', bearer(shown.token))).status).toBe(401)
  const again = await request(`/api/tokens/${shown.id}`, { method: 'DELETE', headers })
  expect(again.status).toBe(404)
})

test.each([
  ['without a name', { scopes: ['rooms:read'] }],
  ['without a scope', { name: 'x', scopes: [] }],
  ['with an unknown scope', { name: 'x', scopes: ['rooms:destroy'] }],
  ['for no room', { name: 'x', scopes: ['rooms:read'], room: 'NOT A ROOM' }],
  ['with a secret of its own', { name: 'x', scopes: ['rooms:read'], token: 'mine' }],
])('a token %s is not created', async (_name, body) => {
  const { request } = await startApp(false)
  const headers = { ...json, ...bearer(token).headers }
  const init = { method: 'POST', headers, body: JSON.stringify(body) }
  expect((await request('/api/tokens', init)).status).toBe(400)
})
