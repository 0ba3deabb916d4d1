import { readFileSync, writeFileSync } from 'node:fs'
import { join as pathOf } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askAs } from '../kit/ask.ts'
import { join, logIn, type Person } from '../kit/person.ts'
import { root, type ServerProcess, startServerProcess } from '../kit/server.ts'
import { openRooms } from './open-server.ts'

// Each line of the file: what each kind of caller, in this order, gets for an endpoint. The objects are
// those of others; `own` in the endpoint means the caller's. 1, 3 and 4 are 401, 403 and 404, + is any
// other answer, and * one that names an object that is hidden from other callers.
const kinds = ['anonymous', 'guest', 'viewer', 'host', 'moderator', 'analyst', 'admin', 'owner']
const file = pathOf(root, 'e2e/relay/access-matrix.json')
const signs: Readonly<Record<number, string>> = { 401: '1', 403: '3', 404: '4' }
const marker = 'hidden-from-others'

const token = 'owner-of-this-test-0123456789abcdefghij'
let server: ServerProcess
let victim: Person
const callers = new Map<string, Person>()
const owner = (method: string, path: string, body?: object) =>
  askAs(token, `${server.url}${path}`, { method, body })

beforeAll(async () => {
  server = await startServerProcess({
    STORE: 'on',
    HOST: '0.0.0.0',
    OWNER_TOKEN: token,
    REGISTRATION: 'invite',
    GUESTS: 'on',
    LOGINS_PER_QUARTER: '1000000',
  })
  await openRooms(server)
  victim = await join({ url: server.url, token }, marker, 'viewer')
})
afterAll(() => server.end())

test('S2-2 S2-3 T-IDOR: every endpoint answers eight kinds of callers as the matrix says', async () => {
  const found: Record<string, string> = {}
  for (const [method, path] of await endpoints()) {
    for (const own of /\{(?:account|session)\}/.test(path) ? ['', ' own'] : ['']) {
      found[`${method} ${path}${own}`] = await rowOf(method, path, own !== '')
    }
  }
  if (process.env['MATRIX'] === 'update') {
    writeFileSync(file, `${JSON.stringify(found, undefined, 2)}\n`)
  }
  expect(found).toEqual(JSON.parse(readFileSync(file, 'utf8')))
}, 240_000)

/** Returns the endpoints that the server documents, reading ones first. */
async function endpoints(): Promise<readonly (readonly [method: string, path: string])[]> {
  const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as {
    readonly paths: Readonly<Record<string, object>>
  }
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => [method.toUpperCase(), path] as const),
  )
  return all.toSorted(([a], [b]) => Number(a !== 'GET') - Number(b !== 'GET'))
}

async function rowOf(method: string, path: string, own: boolean): Promise<string> {
  let row = ''
  for (const kind of kinds) {
    const objects = await restore(kind)
    const request = { method, path, kind }
    row += await signOf(request, { ...objects, ...(own ? await ownOf(kind) : {}) })
  }
  return row
}

type Objects = Readonly<Record<string, string>>

interface Request {
  readonly method: string
  readonly path: string
  readonly kind: string
}

async function signOf(request: Request, objects: Objects): Promise<string> {
  const { method } = request
  const response = await send(request, objects)
  if (method === 'DELETE' && response.ok) present = undefined
  expect([request, response.status]).not.toContain(500)
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false
  if (isStream) {
    await response.body?.cancel()
    return '+'
  }
  const shows = (await response.text()).includes(marker)
  const sign = signs[response.status]
  if (sign === undefined) return shows ? '*' : '+'
  expect([request, shows]).toEqual([request, false])
  return sign
}

function send({ method, path, kind }: Request, objects: Objects): Promise<Response> {
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    return objects[path.startsWith('/api/tokens/') ? 'token' : name] ?? 'none'
  })
  const headers = {
    ...callers.get(kind)?.headers,
    accept: address.endsWith('/stream') ? 'text/event-stream' : 'application/json',
  }
  if (method === 'GET') return fetch(`${server.url}${address}`, { headers })
  const json = { ...headers, 'content-type': 'application/json' }
  // The body is right for no endpoint that takes one.
  return fetch(`${server.url}${address}`, { method, headers: json, body: '{}' })
}

let present: Objects | undefined

/** Makes what an earlier request removed: objects of others, and the session of a caller. */
async function restore(kind: string): Promise<Objects> {
  if (!(await isLoggedIn(callers.get(kind)))) await logInAs(kind)
  present ??= await makeObjects()
  return present
}

async function makeObjects(): Promise<Objects> {
  if (!(await isLoggedIn(victim))) victim = await logIn(server, marker)
  const room = { slug: 'quiet', title: marker, visibility: 'private' }
  await owner('POST', '/api/rooms', { ...room, sources: [{ platform: 'demo', ref: '20' }] })
  await owner('PUT', '/api/overlays/hidden', { room: 'quiet', theme: 'pixel', widgets: [] })
  const wish = { name: marker, scopes: ['rooms:read'] }
  const made = (await owner('POST', '/api/tokens', wish)).answer
  const { session } = await sessionOf(victim)
  return {
    slug: 'quiet',
    id: 'quiet',
    name: 'hidden',
    account: victim.id,
    session,
    token: String(made['id']),
  }
}

let count = 0

async function logInAs(kind: string): Promise<void> {
  if (kind === 'anonymous') return
  count += 1
  const owned = { url: server.url, token }
  if (kind === 'guest') callers.set(kind, await logIn(server, '', { path: '/api/guest', body: {} }))
  else if (kind === 'owner') callers.set(kind, await logIn(server, '', { body: { token } }))
  else callers.set(kind, await join(owned, `${kind} ${count}`, kind))
}

async function isLoggedIn(person: Person | undefined): Promise<boolean> {
  if (!person) return false
  const response = await fetch(`${server.url}/api/me/sessions`, { headers: person.headers })
  await response.text()
  return response.ok
}

async function ownOf(kind: string): Promise<Objects> {
  const person = callers.get(kind)
  return person ? { account: person.id, ...(await sessionOf(person)) } : {}
}

async function sessionOf({ headers }: Person): Promise<{ readonly session: string }> {
  const response = await fetch(`${server.url}/api/me/sessions`, { headers })
  const { sessions } = (await response.json()) as {
    readonly sessions: readonly { readonly id: string; readonly current: boolean }[]
  }
  return { session: sessions.find(({ current }) => current)?.id ?? 'none' }
}
