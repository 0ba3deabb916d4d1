import { existsSync, readdirSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { askAs } from '../kit/ask.ts'
import { readRoom } from '../kit/reader.ts'
import { startPostgres } from '../kit/postgres.ts'
import { type ServerProcess, startServerProcess, temporaryFolder } from '../kit/server.ts'
import { until } from '../kit/wait.ts'

const token = 'the-owner-token-of-this-test-0123456789'
const source = { platform: 'feed', ref: 'friend' }

let origin: ServerProcess
beforeAll(async () => {
  origin = await startServerProcess({ RING_SIZE: '65536' })
})
afterAll(async () => {
  await origin.end()
})

/** Returns a relay that is restarted in one data folder, with a database of its own. */
async function relayOf(feedRoom: string) {
  const postgres = await startPostgres()
  onTestFinished(postgres.stop)
  const data = temporaryFolder()
  const env = {
    STORE: 'on',
    DATA_DIR: data.path,
    DATABASE_URL: postgres.url,
    OWNER_TOKEN: token,
    FEEDS: JSON.stringify({ friend: { url: `${origin.url}/rooms/${feedRoom}` } }),
  }
  let server: ServerProcess | undefined
  onTestFinished(async () => {
    await server?.end('SIGKILL')
    data.remove()
  })
  const start = async (): Promise<ServerProcess> => {
    const started = await startServerProcess(env)
    server = started
    await until(async () => (await fetch(`${started.url}/readyz`)).ok)
    return started
  }
  return { start, folder: (room: string) => join(data.path, 'journal', room) }
}

interface Page {
  readonly events: readonly { readonly seq: number }[]
  readonly gap?: unknown
  readonly next: string
}

/** Reads a room from the beginning of an epoch up to a position, without any gap. */
async function readEpoch(url: string, room: string, epoch: string, to: number): Promise<string[]> {
  const lines: string[] = []
  for (let next = `${epoch}:0`; lines.length < to;) {
    const page = await fetch(`${url}/rooms/${room}/events?limit=500&since=${next}`)
    const { events, gap, next: following } = (await page.json()) as Page
    expect({ gap, none: events.length === 0 }).toEqual({ gap: undefined, none: false })
    lines.push(...events.map((event) => JSON.stringify(event)))
    next = following
  }
  return lines.slice(0, to)
}

test('H4: a room made without sources is in a journal from its first event, and 1,000 events are there after a kill', async () => {
  const { start, folder } = await relayOf('demo:200')
  const relay = await start()
  const ask = (method: string, path: string, body: object) =>
    askAs(token, `${relay.url}${path}`, { method, body })
  expect((await ask('POST', '/api/rooms', { slug: 'k' })).status).toBe(201)
  const reader = await readRoom(relay.url, 'k')
  onTestFinished(reader.close)
  expect((await ask('PATCH', '/api/rooms/k', { sources: [source] })).status).toBe(200)
  await until(() => reader.lines.size >= 1_000)
  expect(existsSync(folder('k'))).toBe(true)
  await relay.end('SIGKILL')
  reader.close()

  const shown = [...reader.lines.values()]
  const again = await start()
  expect(await readEpoch(again.url, 'k', reader.epoch(), shown.length)).toEqual(shown)
}, 120_000)

/** Deletes or damages files of a journal. */
const damages: readonly (readonly [string, (folder: string) => void])[] = [
  ['state is lost', (folder) => rmSync(join(folder, 'state.json'))],
  [
    'segment is lost',
    (folder) => {
      for (const name of readdirSync(folder)) {
        if (name.endsWith('.log')) rmSync(join(folder, name))
      }
    },
  ],
  [
    'segment is cut in half',
    (folder) => {
      const name = readdirSync(folder).find((one) => one.endsWith('.log')) ?? ''
      truncateSync(join(folder, name), 1_000)
    },
  ],
]

test.each(damages)(
  'M5: the events of an epoch that ended because its journal’s %s can be read after they are stored',
  async (what, damage) => {
    const room = what.replaceAll(' ', '-')
    const { start, folder } = await relayOf('demo:20')
    const relay = await start()
    const body = { slug: room, sources: [source] }
    const { status } = await askAs(token, `${relay.url}/api/rooms`, { method: 'POST', body })
    expect(status).toBe(201)
    const reader = await readRoom(relay.url, room)
    onTestFinished(reader.close)
    await until(() => reader.lines.size >= 6)
    await relay.end()
    reader.close()
    damage(folder(room))

    const again = await start()
    const next = await readRoom(again.url, room)
    onTestFinished(next.close)
    expect(next.epoch()).not.toBe(reader.epoch())
    // Before, the rest of the old epoch was forgotten as soon as it was stored.
    const metrics = async (): Promise<string> => (await fetch(`${again.url}/metrics`)).text()
    await until(async () => /^danmu_store_waiting_events 0$/m.test(await metrics()))
    const shown = [...reader.lines.values()]
    const first = Number(reader.events[0]?.seq) - 1
    const old = await readEpoch(again.url, room, reader.epoch(), first + shown.length)
    expect(old.slice(first)).toEqual(shown)
  },
  120_000,
)
