import { readFileSync, writeFileSync } from 'node:fs'
import { join as pathOf } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askAs } from '../kit/ask.ts'
import { join, logIn, type Person } from '../kit/person.ts'
import { root, type ServerProcess, startServerProcess } from '../kit/server.ts'
import { createLiveObjects, type LiveObjects } from './live-objects.ts'
import { openRooms } from './open-server.ts'

// Each line of the file: what each kind of caller, in this order, gets for an endpoint. The objects are
// those of others; behind the endpoint `own` means those of the caller, `private` a private live room
// instead of a public one, and `live` a private live room as a room of the feed. 1, 3 and 4 are 401, 403
// and 404, + is any other answer, * one that names an object that is hidden from other callers, and - is
// for callers that have no such object.
const kinds = ['anonymous', 'guest', 'viewer', 'host', 'moderator', 'analyst', 'admin', 'owner']
const file = pathOf(root, 'e2e/relay/access-matrix.json')
const signs: Readonly<Record<number, string>> = { 401: '1', 403: '3', 404: '4' }
const marker = 'hidden-from-others'

const token = 'owner-of-this-test-0123456789abcdefghij'
let server: ServerProcess
let victim: Person
let live: LiveObjects
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
  const other = await join({ url: server.url, token }, 'another host', 'host')
  live = createLiveObjects({ url: server.url, token }, marker, victim)
  await live.make(other, { id: 'stage', title: 'Stage', visibility: 'public' })
  await live.make(other, { id: 'den', title: marker, visibility: 'private' })
})
afterAll(() => server.end())

test('T-ADMIN CSRF: by the cookie of the owner, no page of another site changes anything anywhere', async () => {
  const { headers } = await logIn(server, '', { body: { token } })
  const before = await owner('GET', '/api/audit')
  const answered: string[] = []
  for (const [method, path] of await endpoints()) {
    if (method === 'GET') continue
    const address = `${server.url}${path.replaceAll(/\{\w+\}/g, 'stage')}`
    for (const from of foreignPages(path)) {
      const sent = { cookie: headers.cookie, ...from }
      const { status } = await fetch(address, { method, headers: sent, body: '{}' })
      if (status !== 403) answered.push(`${method} ${path} ${JSON.stringify(from)} ${status}`)
    }
  }
  expect(answered).toEqual([])
  expect(await owner('GET', '/api/audit')).toEqual(before)
})

test('S2-2 S2-3 S4-32 T-IDOR: every endpoint answers eight kinds of callers as the matrix says', async () => {
  const found: Record<string, string> = {}
  for (const [method, path] of await endpoints()) {
    for (const variant of variantsOf(path)) {
      found[`${method} ${path}${variant}`] = await rowOf({ method, path, variant })
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

/** Returns what marks a request of another site, in which a form sends text, and a script without CORS too. */
function foreignPages(path: string): readonly Readonly<Record<string, string>>[] {
  const form = { 'content-type': 'text/plain' }
  const marked = ['https://evil.example', 'null', 'http://localhost.evil.example']
  // These take no cookie, and every browser names the origin of a POST.
  const isLogin = ['/api/login', '/api/register', '/api/guest'].includes(path)
  const unmarked = isLogin ? [] : [{ 'content-type': 'application/json' }]
  return [...marked.map((origin) => ({ ...form, origin })), ...unmarked]
}

function variantsOf(path: string): readonly Variant[] {
  if (isLive(path)) return ['', ' private', ' own']
  if (/^(?:\/api)?\/rooms\/\{id\}/.test(path)) return ['', ' live', ' own live']
  return /\{(?:account|session)\}/.test(path) ? ['', ' own'] : ['']
}

const isLive = (path: string): boolean => path.startsWith('/api/live/{id}')

type Variant = '' | ' private' | ' live' | ' own' | ' own live'

interface Endpoint {
  readonly method: string
  readonly path: string
  readonly variant: Variant
}

async function rowOf(endpoint: Endpoint): Promise<string> {
  const sign = async (kind: string): Promise<string> => {
    const objects = await objectsOf(kind, endpoint)
    return objects ? signOf({ ...endpoint, kind }, objects) : '-'
  }
  if (endpoint.method === 'GET') {
    present ??= await makeObjects()
    return (await Promise.all(kinds.map(sign))).join('') // reading has no effect on others
  }
  let row = ''
  for (const kind of kinds) row += await sign(kind)
  return row
}

type Objects = Readonly<Record<string, string>>

interface Request extends Endpoint {
  readonly kind: string
}

async function signOf(request: Request, objects: Objects): Promise<string> {
  const response = await send(request, objects)
  noteChange(request, objects, response)
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

/** Notes what a request may have removed. */
function noteChange({ method, path, kind }: Request, objects: Objects, { ok }: Response): void {
  if (method === 'GET') return
  if (!isLive(path)) loggedIn.delete(kind)
  if (method !== 'DELETE' || !ok) return
  if (!isLive(path)) present = undefined
  else if (path.endsWith('{comment}')) live.withdrawn(objects['id'] ?? '')
}

function send({ method, path, kind }: Request, objects: Objects): Promise<Response> {
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => objects[name] ?? 'none')
  const headers = {
    ...callers.get(kind)?.headers,
    accept: address.endsWith('/stream') ? 'text/event-stream' : 'application/json',
  }
  if (method === 'GET') return fetch(`${server.url}${address}`, { headers })
  const json = { ...headers, 'content-type': 'application/json' }
  // The body is right for no endpoint with a field that must be there, but for those of comments.
  const body = JSON.stringify(bodies[`${method} ${path}`]?.(objects) ?? {})
  return fetch(`${server.url}${address}`, { method, headers: json, body })
}

const bodies: Readonly<Record<string, (objects: Objects) => object>> = {
  'POST /api/live/{id}/comments': () => ({ text: 'by a caller' }),
  'PUT /api/live/{id}/pin': ({ comment }) => ({ comment }),
}

/** Returns the objects of a request; undefined if this kind of caller has none of its own. */
async function objectsOf(kind: string, endpoint: Endpoint): Promise<Objects | undefined> {
  const { path, variant } = endpoint
  const objects = await restore(kind)
  const person = callers.get(kind)
  if (isLive(path)) return liveObjectsOf(kind, endpoint)
  if (path.startsWith('/api/tokens/')) return { ...objects, id: objects['token'] ?? '' }
  if (variant === ' live') return { ...objects, id: 'live:den' }
  if (variant === ' own live') {
    const id = await ownLiveRoom(kind)
    return id === undefined ? undefined : { ...objects, id: `live:${id}` }
  }
  if (variant !== ' own' || !person) return objects
  return { ...objects, account: person.id, ...(await sessionOf(person)) }
}

async function liveObjectsOf(kind: string, endpoint: Endpoint): Promise<Objects | undefined> {
  if (endpoint.variant === ' own') {
    const id = await ownLiveRoom(kind)
    return id === undefined ? undefined : commented({ id, account: victim.id }, endpoint)
  }
  const id = endpoint.variant === ' private' ? 'den' : 'stage'
  // In the room of another host a caller asks for itself; an anonymous one for another account.
  return commented({ id, account: callers.get(kind)?.id ?? victim.id }, endpoint)
}

const mayHost: readonly string[] = ['host', 'moderator', 'admin', 'owner']

async function ownLiveRoom(kind: string): Promise<string | undefined> {
  const person = callers.get(kind)
  return person && mayHost.includes(kind) ? live.ownOf(person) : undefined
}

/** Adds the comment that a request needs. */
async function commented(
  objects: Objects & { readonly id: string },
  { method, path }: Endpoint,
): Promise<Objects> {
  const needed = method !== 'GET' && /comments|pin/.test(path)
  return needed ? { ...objects, comment: await live.commentIn(objects.id) } : objects
}

let present: Objects | undefined
const loggedIn = new Set<string>()

/** Makes what an earlier request removed: objects of others, and the session of a caller. */
async function restore(kind: string): Promise<Objects> {
  if (!loggedIn.has(kind) && !(await isLoggedIn(callers.get(kind)))) await logInAs(kind)
  loggedIn.add(kind)
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

async function sessionOf({ headers }: Person): Promise<{ readonly session: string }> {
  const response = await fetch(`${server.url}/api/me/sessions`, { headers })
  const { sessions } = (await response.json()) as {
    readonly sessions: readonly { readonly id: string; readonly current: boolean }[]
  }
  return { session: sessions.find(({ current }) => current)?.id ?? 'none' }
}
