import { afterAll, beforeAll, expect, test } from 'vitest'
import { askAs } from '../kit/ask.ts'
import { join } from '../kit/person.ts'
import { type ServerProcess, startServerProcess } from '../kit/server.ts'
import { attemptsAt, type Contract } from './hostile-value.ts'
import { openRooms } from './open-server.ts'

const token = 'owner-of-this-test-0123456789abcdefghij'
const trace = /\bat .+:\d+:\d+|node_modules|\.ts\b/
const perRoute = 10

let server: ServerProcess
const own = async (method: string, path: string, body?: object) =>
  (await askAs(token, `${server.url}${path}`, { method, body })).answer

beforeAll(async () => {
  server = await startServerProcess({ STORE: 'on', OWNER_TOKEN: token, GUESTS: 'on' })
  await openRooms(server)
})
afterAll(() => server.end())

test('S4-57 no value of any field in the contract causes an internal error, with all that there is', async () => {
  const contract = (await (await fetch(`${server.url}/openapi.json`)).json()) as Contract
  const viewer = await join({ url: server.url, token }, 'viewer', 'viewer')
  await own('POST', '/api/live', { id: 'stage', title: 'Stage' })
  await own('POST', '/api/live/stage/start')
  const comment = await own('POST', '/api/live/stage/comments', { text: 'hello' })
  const objects = {
    id: 'stage',
    room: 'live:stage',
    slug: 'some-name', // rooms and overlays are made under this name
    name: 'some-name',
    account: viewer.id,
    comment: String(comment['id']),
  }
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const wrong: string[] = []
  const statuses = new Map<number, number>()
  for (const { target, ...init } of attemptsAt(contract, {
    seed: 20_261_130,
    count: perRoute,
    objects,
  })) {
    const response = await fetch(`${server.url}${target}`, { ...init, headers })
    const text = await response.text()
    const { status } = response
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
    const isRefused = status < 400 || /"code":"[a-z-]+"/.test(text)
    if (status === 500 || !isRefused || (status >= 400 && trace.test(text))) {
      wrong.push(`${JSON.stringify({ ...init, target })} ${status} ${text}`)
    }
  }
  expect(wrong).toEqual([])
  // Not all are refused at the door.
  expect(statuses.get(200)).toBeGreaterThan(150)
  expect(statuses.get(204)).toBeGreaterThan(50)
  const errors = server
    .output()
    .split('\n')
    .filter((line) => line.includes('"level":50'))
  expect(errors).toEqual([])
}, 120_000)
