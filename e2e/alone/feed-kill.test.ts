import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openPostgres } from '../../server/store/engine/pg.ts'
import { askAs } from '../kit/ask.ts'
import { type Reader, readRoom } from '../kit/reader.ts'
import { slowness } from '../kit/quiet.ts'
import { startPostgres } from '../kit/postgres.ts'
import { startServerProcess, temporaryFolder } from '../kit/server.ts'
import { until } from '../kit/wait.ts'

const token = 'the-owner-token-of-this-test-0123456789'
// Events a second. The other relay keeps the newest 65,536, and on a busy machine, which four processes
// share with other work, this one must not fall behind by more.
const speed = Math.max(200, Math.round(1_500 / (await slowness()) ** 2))
const kills = 8
const segmentName = /-(\d{16})\.log$/

/** Returns the position of the oldest line in the journals of a data folder. */
function oldestOf(dataDir: string): number {
  const names = readdirSync(join(dataDir, 'journal'), { recursive: true, encoding: 'utf8' })
  return Math.min(...names.flatMap((name) => segmentName.exec(name)?.[1] ?? []).map(Number))
}

/** Returns the positions at the other relay of what came from it, in order; its state has another id. */
function numbersOf(events: Reader['events']): readonly number[] {
  return events.flatMap(({ source, type, id }) =>
    source === `demo:${speed}` && type !== 'source' ? [Number(id.split(':')[1])] : [],
  )
}

test('B3 H6: a relay of another relay, killed eight times, first after a journal rotation, shows and stores all events once, and no events-lost notice', async () => {
  const data = temporaryFolder()
  onTestFinished(data.remove)
  const postgres = await startPostgres()
  onTestFinished(postgres.stop)
  const db = openPostgres(postgres.url, { warn: () => undefined })
  onTestFinished(() => db.close())
  const origin = await startServerProcess({ RING_SIZE: '65536', OWNER_TOKEN: token })
  onTestFinished(() => void origin.end('SIGKILL'))
  const env = {
    STORE: 'on',
    LOG_LEVEL: 'info',
    OWNER_TOKEN: token,
    DATA_DIR: data.path,
    DATABASE_URL: postgres.url,
    FEEDS: JSON.stringify({ friend: { url: `${origin.url}/rooms/demo:${speed}`, token } }),
  }
  let relay = await startServerProcess(env)
  onTestFinished(() => void relay.end('SIGKILL'))
  const { port } = new URL(relay.url)
  const room = { slug: 'night', sources: [{ platform: 'feed', ref: 'friend' }] }
  const make = () => askAs(token, `${relay.url}/api/rooms`, { method: 'POST', body: room })
  await until(async () => expect((await make()).status).toBe(201))
  const reader = await readRoom(relay.url, 'night')
  onTestFinished(reader.close)

  await until(() => oldestOf(data.path) > 1, { withinMs: 180_000 })
  for (let kill = 0; kill < kills; kill++) {
    await relay.end('SIGKILL')
    relay = await startServerProcess({ ...env, PORT: port })
    if (kill % 2 === 1) continue // a life so short that a position every 5 s is never written
    const goal = reader.events.length + speed * 2
    await until(() => reader.events.length >= goal)
  }
  const goal = reader.events.length + speed
  await until(() => reader.events.length >= goal)
  expect(await relay.end()).toBe(0)
  reader.close()

  expect(reader.events.filter(({ type }) => type === 'notice')).toEqual([])
  expect(reader.warnings).toEqual([])
  const shown = numbersOf(reader.events)
  const begin = shown[0] ?? 0
  expect(shown).toEqual(shown.map((_, index) => begin + index)) // 0 double, 0 missing
  expect(shown.length).toBeGreaterThan(speed * (kills + 1))

  const [counts] = await db.query(
    `select count(*) as rows, count(distinct seq) as seqs, count(distinct id) as ids,
         count(distinct epoch) as epochs from events where room = 'night'`,
  )
  const rows = Number(counts?.['rows'])
  expect(counts).toEqual({ rows, seqs: rows, ids: rows, epochs: 1 })
  const stored = await db.query(`select seq, line from events where room = 'night'`)
  const lines = new Map(stored.map(({ seq, line }) => [Number(seq), String(line)]))
  const differing = [...reader.lines].filter(([place, line]) => {
    const seq = Number(place.split(':')[1])
    return lines.get(seq) !== line
  })
  expect(differing).toEqual([])
  await origin.end()
}, 500_000)
