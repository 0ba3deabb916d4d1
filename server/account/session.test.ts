import { expect, test } from 'vitest'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { DatabaseUnavailable } from '../store/engine/db.ts'
import { createFakeSessionStore } from './session.fake.ts'
import { Sessions } from './session.ts'

const hourMs = 3_600_000
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

async function start(store = createFakeSessionStore(), clock = createFakeClock()) {
  const ended: string[] = []
  const reading = new Set<string>()
  const later: (() => Promise<unknown>)[] = []
  const sessions = new Sessions({
    store,
    clock,
    log: { warn: () => undefined },
    onEnded: (id) => ended.push(id),
    isReading: (id) => reading.has(id),
    whenAvailable: async (work) => void later.push(work),
  })
  await sessions.load()
  return { store, clock, ended, reading, later, sessions }
}

test('H3: the stored record of a session opens nothing', async () => {
  const { sessions, store } = await start()
  const { secret } = await sessions.begin()
  expect(secret).toMatch(/^[\w-]{43}$/)
  const [kept] = store.records.values()
  expect(JSON.stringify(kept)).not.toContain(secret)
  for (const stored of [kept!.id, kept!.hash]) expect(await sessions.find(stored)).toBeUndefined()
  expect(await sessions.find(secret)).toBe(kept!.id)
})

test('T-SESS: a session ends after twelve hours, however much it is used', async () => {
  const { sessions, clock, ended, store } = await start()
  const { secret, maxAgeMs } = await sessions.begin()
  expect(maxAgeMs).toBe(12 * hourMs)
  for (let hour = 1; hour < 12; hour++) {
    clock.advance(hourMs)
    expect(await sessions.find(secret)).toBeDefined()
  }
  clock.advance(hourMs)
  await settled()
  expect(await sessions.find(secret)).toBeUndefined()
  expect(ended).toHaveLength(1)
  expect(store.records.size).toBe(0)
})

test('T-SESS: an unused session ends after two hours; an open stream uses it', async () => {
  const { sessions, clock, ended, reading } = await start()
  const idle = await sessions.begin()
  const watching = await sessions.begin()
  const id = await sessions.find(watching.secret)
  reading.add(id!)
  clock.advance(2 * hourMs)
  await settled()
  expect(ended).toHaveLength(1)
  expect(await sessions.find(idle.secret)).toBeUndefined()
  expect(await sessions.find(watching.secret)).toBe(id)
  reading.clear()
  clock.advance(2 * hourMs)
  await settled()
  expect(ended).toHaveLength(2)
})

test('L1: a logout applies at once, and after a restart', async () => {
  const { sessions, store, clock, ended } = await start()
  const [one, other] = [await sessions.begin(), await sessions.begin()]
  const id = await sessions.find(one.secret)
  await sessions.end(id!)
  expect(ended).toEqual([id])
  const again = await start(store, clock)
  for (const them of [sessions, again.sessions]) {
    expect(await them.find(one.secret)).toBeUndefined()
    expect(await them.find(other.secret)).toBeDefined()
  }
  await again.sessions.endAll()
  expect(await again.sessions.find(other.secret)).toBeUndefined()
  expect(store.records.size).toBe(0)
})

test('while the database is away a login and a logout apply at once, and are stored later', async () => {
  const { sessions, store, later, clock } = await start()
  const before = await sessions.begin()
  store.away = true
  const [brief, lasting] = [await sessions.begin(), await sessions.begin()]
  for (const { secret } of [before, brief]) await sessions.end((await sessions.find(secret))!)
  store.away = false
  for (const work of later) await work()
  const again = await start(store, clock)
  for (const them of [sessions, again.sessions]) {
    expect(await them.find(before.secret)).toBeUndefined()
    expect(await them.find(brief.secret)).toBeUndefined()
    expect(await them.find(lasting.secret)).toBeDefined()
  }
})

test('until the sessions are loaded, none is right and none is wrong (T-ERR)', async () => {
  const store = createFakeSessionStore()
  const sessions = new Sessions({
    store,
    clock: createFakeClock(),
    log: { warn: () => undefined },
    onEnded: () => undefined,
    isReading: () => false,
    whenAvailable: async () => undefined,
  })
  await expect(sessions.find('x')).rejects.toThrow(DatabaseUnavailable)
  const { secret } = await sessions.begin()
  expect(await sessions.find(secret)).toBeDefined()
  await sessions.load()
  expect(await sessions.find(secret)).toBeDefined()
  expect(await sessions.find('x')).toBeUndefined()
})

test('there are at most a thousand sessions: the oldest ends', async () => {
  const { sessions, store, ended } = await start()
  const first = await sessions.begin()
  for (let i = 0; i < 1_000; i++) await sessions.begin()
  expect(store.records.size).toBe(1_000)
  expect(ended).toHaveLength(1)
  expect(await sessions.find(first.secret)).toBeUndefined()
})
