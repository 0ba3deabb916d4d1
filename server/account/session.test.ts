import { expect, test } from 'vitest'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { DatabaseUnavailable } from '../store/engine/db.ts'
import { createFakeSessionStore } from './session.fake.ts'
import type { AccountRole } from '../../proto/api/account.ts'
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
    roleOf: (account) => account as AccountRole, // an account is named by its role here
    whenAvailable: async (work) => void later.push(work),
  })
  await sessions.load()
  const begin = (account = 'owner') => sessions.begin({ account })
  /** Returns the id of a session; the reason if it has ended. */
  const find = async (secret: string): Promise<string> => {
    const found = await sessions.find(secret)
    return typeof found === 'string' ? found : found.id
  }
  return { store, clock, ended, reading, later, sessions, begin, find }
}

test('H3: the stored record of a session opens nothing', async () => {
  const { begin, find, store } = await start()
  const { secret } = await begin()
  expect(secret).toMatch(/^[\w-]{43}$/)
  const [kept] = store.records.values()
  expect(JSON.stringify(kept)).not.toContain(secret)
  for (const stored of [kept!.id, kept!.hash]) expect(await find(stored)).toBe('expired')
  expect(await find(secret)).toBe(kept!.id)
})

test('T-SESS: a session ends after twelve hours, however much it is used', async () => {
  const { begin, find, clock, ended, store } = await start()
  const { secret, maxAgeMs } = await begin()
  expect(maxAgeMs).toBe(12 * hourMs)
  for (let hour = 1; hour < 12; hour++) {
    clock.advance(hourMs)
    expect(await find(secret)).not.toBe('expired')
  }
  clock.advance(hourMs)
  await settled()
  expect(await find(secret)).toBe('expired')
  expect(ended).toHaveLength(1)
  expect(store.records.size).toBe(0)
})

test('T-SESS: an unused session ends after two hours; an open stream uses it', async () => {
  const { begin, find, clock, ended, reading } = await start()
  const idle = await begin()
  const watching = await begin()
  const id = await find(watching.secret)
  reading.add(id)
  clock.advance(2 * hourMs)
  await settled()
  expect(ended).toHaveLength(1)
  expect(await find(idle.secret)).toBe('expired')
  expect(await find(watching.secret)).toBe(id)
  reading.clear()
  clock.advance(2 * hourMs)
  await settled()
  expect(ended).toHaveLength(2)
})

test('a viewer stays logged in for thirty days, used or not', async () => {
  const { begin, find, clock } = await start()
  const { secret, maxAgeMs } = await begin('viewer')
  expect(maxAgeMs).toBe(30 * 24 * hourMs)
  clock.advance(30 * 24 * hourMs - 1)
  expect(await find(secret)).not.toBe('expired')
  clock.advance(1)
  expect(await find(secret)).toBe('expired')
})

test('L1 S2-9: a logout applies at once, and after a restart', async () => {
  const { sessions, store, clock, ended, ...app } = await start()
  const [one, other] = [await app.begin(), await app.begin()]
  const id = await app.find(one.secret)
  await sessions.end(id)
  expect(ended).toEqual([id])
  expect(await app.find(one.secret)).toBe('revoked')
  const again = await start(store, clock)
  expect(await again.find(one.secret)).toBe('expired') // a restart knows no reasons
  for (const them of [app, again]) expect(await them.find(other.secret)).toBe(other.id)
  await again.sessions.endOf('owner')
  expect(await again.find(other.secret)).toBe('revoked')
  expect(store.records.size).toBe(0)
})

test('a logout everywhere ends the sessions of one account, but the kept one', async () => {
  const { sessions, begin, find } = await start()
  const [kept, other, stranger] = [await begin(), await begin(), await begin('viewer')]
  expect(sessions.listOf('owner').map(({ id }) => id)).toEqual([other.id, kept.id])
  await sessions.endOf('owner', 'replaced', kept.id)
  expect(await find(kept.secret)).toBe(kept.id)
  expect(await find(other.secret)).toBe('replaced')
  expect(await find(stranger.secret)).toBe(stranger.id)
})

test('while the database is away a login and a logout apply at once, and are stored later', async () => {
  const { store, later, clock, ...app } = await start()
  const before = await app.begin()
  store.away = true
  const [brief, lasting] = [await app.begin(), await app.begin()]
  for (const { id } of [before, brief]) await app.sessions.end(id)
  store.away = false
  for (const work of later) await work()
  const again = await start(store, clock)
  expect(await app.find(before.secret)).toBe('revoked')
  expect(await again.find(before.secret)).toBe('expired')
  expect(await again.find(brief.secret)).toBe('expired')
  for (const them of [app, again]) expect(await them.find(lasting.secret)).toBe(lasting.id)
})

test('until the sessions are loaded, none is right and none is wrong (T-ERR)', async () => {
  const store = createFakeSessionStore()
  const sessions = new Sessions({
    store,
    clock: createFakeClock(),
    log: { warn: () => undefined },
    onEnded: () => undefined,
    isReading: () => false,
    roleOf: () => 'owner',
    whenAvailable: async () => undefined,
  })
  await expect(sessions.find('x')).rejects.toThrow(DatabaseUnavailable)
  const { id, secret } = await sessions.begin({ account: 'owner' })
  expect(await sessions.find(secret)).toMatchObject({ id })
  await sessions.load()
  expect(await sessions.find(secret)).toMatchObject({ id })
  expect(await sessions.find('x')).toBe('expired')
})

test('an account has at most fifty sessions: its oldest ends', async () => {
  const { begin, find, store, ended } = await start()
  const [first, stranger] = [await begin(), await begin('viewer')]
  for (let i = 0; i < 50; i++) await begin()
  expect(store.records.size).toBe(51)
  expect(ended).toEqual([first.id])
  expect(await find(stranger.secret)).toBe(stranger.id)
})
