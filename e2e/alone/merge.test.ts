import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { FeedEvent } from '../../proto/feed/index.ts'
import { between, seededRandom } from '../../server/lib/random.ts'
import { makeTruth } from '../fake/bilibili/truth.ts'
import { type FakeBilibili, startFakeBilibili } from '../fake/bilibili/index.ts'
import { makeScript } from '../fake/douyin/script.ts'
import { type FakeDouyin, startFakeDouyin } from '../fake/douyin/index.ts'
import { sumOf } from '../upstream/watched-room.ts'
import { playBilibili, playDouyin } from '../upstream/merge-play.ts'
import { readRoom, type Reader } from '../kit/reader.ts'
import { type ServerProcess, startServerProcess } from '../kit/server.ts'
import { until } from '../kit/wait.ts'

const messages = 10_000
const cuts = 100
const token = 'the owner token of the merge test, long enough'

// So small that two of the cuts last longer: those are filled from the journal.
const ringSize = 512
const rounds = 250

let bilibili: FakeBilibili
let douyin: FakeDouyin
let server: ServerProcess

beforeAll(async () => {
  bilibili = await startFakeBilibili()
  douyin = await startFakeDouyin()
  const endpoints = { bilibili: bilibili.endpoints, douyin: douyin.endpoints }
  server = await startServerProcess({
    OWNER_TOKEN: token,
    STORE: 'on',
    ENDPOINTS: JSON.stringify(endpoints),
    RING_SIZE: String(ringSize),
  })
})

afterAll(async () => {
  await server.end()
  await Promise.all([bilibili.close(), douyin.close()])
})

test('two sites in one room, 10,000 messages and 100 cuts: 1..N once each, in order', async () => {
  await configureRoom()
  const witness = await readRoom(server.url, 'night', 'first')
  const reader = await readRoom(server.url, 'night', 'first')
  onTestFinished(() => [witness, reader].forEach(({ close }) => close()))
  const shown = (id: string) => until(() => idsOf(witness).has(id))
  const script = makeScript(1, rounds)
  const truth = makeTruth(messages - script.messages.length, 1)

  const cutting = cutAgainAndAgain(reader, witness)
  const [lost, left] = await Promise.all([
    playBilibili(bilibili, truth, shown),
    playDouyin(douyin, script, shown),
  ])
  await cutting
  const { length } = witness.events
  await until(() => reader.events.length >= length)

  expect([...witness.wrongs, ...reader.wrongs]).toEqual([])
  expect([...witness.warnings, ...reader.warnings]).toEqual([])
  expect([...witness.ends, ...reader.ends]).toEqual([])
  const events = reader.events.slice(0, length)
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
  expect(events).toEqual(witness.events.slice(0, length))
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length)

  expect(factsOf(events, 'bilibili:1')).toEqual({
    chats: truth.chatIds.map((id) => `bilibili:${id}`).toSorted(),
    items: truth.items,
    paid: truth.gold,
    wrongCombos: [],
  })
  expect(factsOf(events, `douyin:${douyin.room.webRid}`)).toEqual({
    chats: script.truth.chats.map((id) => `douyin:${id}`).toSorted(),
    items: Object.values(script.truth.gifts).reduce((sum, count) => sum + count, 0),
    paid: script.truth.diamonds,
    wrongCombos: [],
  })
  expect(opensOf(events, 'bilibili:1')).toBe(lost + 1)
  expect(opensOf(events, `douyin:${douyin.room.webRid}`)).toBe(left + 1)
  expect(Math.min(lost, left)).toBeGreaterThan(10)
}, 300_000)

async function configureRoom(): Promise<void> {
  const sources = [
    { platform: 'bilibili', ref: String(bilibili.room.shortId) },
    { platform: 'douyin', ref: douyin.room.webRid },
  ]
  // The server answers with 503 before its database is open.
  await until(async () => {
    const response = await fetch(`${server.url}/api/rooms`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ slug: 'night', sources }),
    })
    expect(await response.json()).toMatchObject({ slug: 'night' })
  })
}

const known = new WeakMap<Reader, { ids: Set<string>; read: number }>()

/** Returns the ids of all events of a reader. */
function idsOf(reader: Reader): ReadonlySet<string> {
  const { ids, read } = known.get(reader) ?? { ids: new Set<string>(), read: 0 }
  for (const { id } of reader.events.slice(read)) ids.add(id)
  known.set(reader, { ids, read: reader.events.length })
  return ids
}

/** Reads a little, ends the connection, waits, and reconnects; at last to stay. */
async function cutAgainAndAgain(reader: Reader, witness: Reader): Promise<void> {
  const random = seededRandom(5)
  for (let cut = 1; cut <= cuts; cut++) {
    await reader.pauseAfter(between(random, 1, 60))
    const away = cut % 50 === 0 ? ringSize + 50 : between(random, 0, 40)
    const back = reader.events.length + away
    await until(() => witness.events.length >= back)
  }
  reader.resume()
}

function factsOf(events: readonly FeedEvent[], source: string) {
  const sum = sumOf(events, source)
  return { ...sum, chats: sum.chats.toSorted() }
}

function opensOf(events: readonly FeedEvent[], source: string): number {
  return events.filter((one) => {
    return one.source === source && one.type === 'source' && one.state === 'open'
  }).length
}
