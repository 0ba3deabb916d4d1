import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import type { Db } from '../../server/store/engine/db.ts'
import { askAs } from '../kit/ask.ts'
import { crashEngines } from '../store/crash/engine.ts'
import { readRoom } from '../kit/reader.ts'
import { type ServerProcess, startServerProcess } from '../kit/server.ts'
import { mountSmallDisk, type SmallDisk } from '../kit/small-disk.ts'
import { until } from '../kit/wait.ts'
import { quietMs } from '../kit/quiet.ts'

const token = 'the-owner-token-of-this-test-0123456789'
const perSecond = 500
const fullMs = 10_000
const journalingMs = 10_000

interface Health {
  readonly status: number
  readonly memoryOnly: number
  readonly waiting: number
}

async function healthOf({ url }: ServerProcess): Promise<Health> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const figure = (name: string): number =>
    Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1])
  return {
    status: (await fetch(`${url}/readyz`)).status,
    memoryOnly: figure('danmu_rooms_memory_only'),
    waiting: figure('danmu_store_waiting_events'),
  }
}

/** Keeps a disk full: what a relay deletes is taken at once. */
async function keepFull(disk: SmallDisk, ms: number): Promise<void> {
  const refill = setInterval(disk.fill, 50)
  disk.fill()
  await pause(ms) // the time is the fault
  clearInterval(refill)
  disk.free()
}

/** Returns the numbers of the chat lines of the other relay, in the order of the events. */
function numbersOf(
  events: readonly { readonly type: string; readonly id: string }[],
): readonly number[] {
  return events.flatMap(({ type, id }) => (type === 'chat' ? [Number(id.split(':')[1])] : []))
}

async function storedLines(db: Db): Promise<ReadonlyMap<string, string>> {
  const rows = await db.query('select epoch, seq, line from events where room = $1', ['night'])
  return new Map(
    rows.map(({ epoch, seq, line }) => [`${String(epoch)}:${String(seq)}`, String(line)]),
  )
}

test.each(Object.keys(crashEngines))(
  'B1: with %s, a disk that is full for ten seconds costs nothing that was shown, and the room is in a journal again within ten seconds',
  async (name) => {
    const engine = await crashEngines[name]!()
    onTestFinished(engine.stop)
    const disk = await mountSmallDisk(name === 'PGlite' ? 200 : 40)
    onTestFinished(disk.remove)
    const origin = await startServerProcess({ RING_SIZE: '65536' })
    onTestFinished(() => void origin.end('SIGKILL'))
    const relay = await startServerProcess({
      ...engine.env,
      STORE: 'on',
      LOG_LEVEL: 'info',
      OWNER_TOKEN: token,
      DATA_DIR: disk.path,
      FEEDS: JSON.stringify({ friend: { url: `${origin.url}/rooms/demo:${perSecond}` } }),
    })
    onTestFinished(() => void relay.end('SIGKILL'))
    const truth = await readRoom(origin.url, `demo:${perSecond}`)
    onTestFinished(truth.close)
    const room = { slug: 'night', sources: [{ platform: 'feed', ref: 'friend' }] }
    const make = () => askAs(token, `${relay.url}/api/rooms`, { method: 'POST', body: room })
    await until(async () => expect((await make()).status).toBe(201))
    const reader = await readRoom(relay.url, 'night')
    onTestFinished(reader.close)
    const first = reader.epoch()
    const comes = (count: number) => {
      const goal = reader.lines.size + count
      return until(() => reader.lines.size >= goal)
    }
    await comes(2 * perSecond)

    await keepFull(disk, fullMs)
    const freedAt = performance.now()
    expect(await healthOf(relay)).toMatchObject({ status: 503, memoryOnly: 1 })
    await until(async () => (await healthOf(relay)).memoryOnly === 0)
    expect(await quietMs(performance.now() - freedAt)).toBeLessThan(journalingMs)
    await until(async () => (await healthOf(relay)).status === 200)
    expect(reader.epoch()).not.toBe(first)
    await comes(2 * perSecond)

    expect(await relay.end()).toBe(0)
    reader.close()
    const db = await engine.open(disk.path)
    onTestFinished(() => db.close())
    const stored = await storedLines(db)
    expect([...reader.lines].filter(([place, line]) => stored.get(place) !== line)).toEqual([])
    // Events from before the reader and from the stop of the relay were sent to no reader.
    const [before, after] = [reader.events[0]?.seq ?? 0, reader.events.at(-1)?.seq ?? 0]
    const unseen = [...stored.keys()].filter((place) => !reader.lines.has(place))
    const isOutside = (place: string): boolean => {
      const [epoch, seq] = place.split(':')
      return epoch === first ? Number(seq) < before : Number(seq) > after
    }
    expect(unseen.filter((place) => !isOutside(place))).toEqual([])

    const shown = numbersOf(reader.events)
    const said = numbersOf(truth.events)
    const begin = said.indexOf(shown[0] ?? 0)
    expect(shown).toEqual(said.slice(begin, begin + shown.length))
    expect(shown.length).toBeGreaterThan(perSecond * 5)
    await origin.end()
  },
  180_000,
)
