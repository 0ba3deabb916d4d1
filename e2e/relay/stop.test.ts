import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPostgres } from '../../server/store/engine/pg.ts'
import { openRaw } from './raw-socket.ts'
import { startPostgres, type TestPostgres } from '../kit/postgres.ts'
import { type ServerProcess, startServerProcess, temporaryFolder } from '../kit/server.ts'
import { subscribe } from '../kit/subscriber.ts'
import { until } from '../kit/wait.ts'
import { quietMs } from '../kit/quiet.ts'

const token = 'owner-of-this-test-0123456789abcdefghij'
// No process answers for it, but its published events are stored as in any room.
const room = 'bilibili:77'
const folder = temporaryFolder()
let postgres: TestPostgres
let server: ServerProcess
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(async () => {
  postgres.thaw()
  await server.end('SIGKILL') // in case the test failed before
  await postgres.stop()
  folder.remove()
})

const text = 'x'.repeat(400)
const chats = Array.from({ length: 100 }, () => ({ type: 'chat', text }))

async function publish({ url }: ServerProcess, batches: number): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const body = JSON.stringify({ events: chats })
  for (let i = 0; i < batches; i++) {
    const response = await fetch(`${url}/api/rooms/${room}/events`, {
      method: 'POST',
      headers,
      body,
    })
    if (!response.ok) throw new Error(await response.text())
  }
}

test('S4-5 SIGTERM ends it within ten seconds though the database and readers hang; nothing is lost (T-SHUT)', async () => {
  const env = {
    STORE: 'on',
    DATABASE_URL: postgres.url,
    DATA_DIR: folder.path,
    OWNER_TOKEN: token,
    TEST_EVENTS_PER_SECOND: '100000',
  }
  server = await startServerProcess(env)
  await until(async () => (await fetch(`${server.url}/readyz`)).ok)
  const reader = subscribe(server.url, `/rooms/${room}/stream`)
  const [hello] = await reader.take(1)
  const hanging = await openRaw(server.url, `/rooms/${room}/stream`)
  hanging.socket.pause()
  const sse = await fetch(`${server.url}/rooms/${room}/stream`, {
    headers: { accept: 'text/event-stream' },
  })
  await publish(server, 5)
  postgres.freeze()
  await publish(server, 30) // more than the hanging readers' sockets take
  const toldAt = performance.now()
  const ended = server.end('SIGTERM')
  expect(await reader.closed).toMatchObject({ code: 1012 })
  await expect(fetch(`${server.url}/rooms/${room}`)).rejects.toThrow('fetch failed')
  expect(await ended).toBe(0)
  expect(await quietMs(performance.now() - toldAt)).toBeLessThan(10_000)
  hanging.socket.destroy()
  await sse.body?.cancel().catch(() => undefined) // the server ended it
  postgres.thaw()

  const shown = Number(reader.frames.at(-1)?.['seq'])
  expect(shown).toBeGreaterThanOrEqual(3_500)
  const again = await startServerProcess(env)
  const since = `${String(hello?.['epoch'])}:0`
  const resumed = subscribe(again.url, `/rooms/${room}/stream?since=${since}`)
  const [, ...events] = await resumed.take(1 + shown)
  resumed.close()
  expect(events.map(({ seq }) => seq)).toEqual(Array.from(events, (_, index) => index + 1))
  await again.end()
  const db = openPostgres(postgres.url, { warn: () => undefined })
  const [row] = await db.query('select max(seq) as last, count(*) as n from events')
  await db.close()
  expect(Number(row?.['last'])).toBeGreaterThanOrEqual(shown)
  expect(Number(row?.['n'])).toBe(Number(row?.['last']))
})
