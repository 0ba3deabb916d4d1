import { expect, test } from 'vitest'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { createFakeCollection, createFakeStorage } from '../store/collection.fake.ts'
import { DatabaseUnavailable } from '../store/engine/db.ts'
import { type TokenRecord, tokenRecord, tokenTable } from '../store/query/token.ts'
import { createTokenStore } from './token-store.ts'
import { UnknownRoom } from './token.ts'

const token: TokenRecord = { id: 'a', hash: 'h', name: 'bot', scopes: ['read'], createdAt: 1 }

/** Starts a run over a storage, by default without a database. */
async function start(storage = createFakeStorage<TokenRecord>()) {
  storage.absence ??= 'off'
  const { keyOf } = tokenTable
  const records = createFakeCollection({ storage, keyOf, schema: tokenRecord, copied: false })
  const refuse = (): Promise<never> => Promise.reject(new DatabaseUnavailable(storage.absence!))
  const database = { query: refuse, script: refuse, opened: Promise.resolve() }
  const hasRoom = (slug: string): boolean => slug === 'night'
  const store = createTokenStore({ database, records, hasRoom, clock: createFakeClock() })
  return { store, storage, records }
}

async function loaded(storage = createFakeStorage<TokenRecord>()) {
  const run = await start(storage)
  await run.records.load()
  return run
}

test('B5: without a database, tokens are there after a restart, and revoked ones stay revoked', async () => {
  const first = await loaded()
  await first.store.create(token)
  await first.store.create({ ...token, id: 'b', hash: 'i' })
  await first.store.touch('a', 5)
  expect(await first.store.revoke('b', 6)).toBe(true)
  expect(await first.store.revoke('b', 7)).toBe(false)
  expect(await first.store.revoke('c', 7)).toBe(false)

  const { store } = await loaded(first.storage)
  expect(await store.find('h')).toEqual({ ...token, lastUsedAt: 5 })
  expect(await store.find('i')).toBeUndefined()
  expect((await store.list()).map(({ id, revokedAt }) => [id, revokedAt])).toEqual([
    ['a', undefined],
    ['b', 6],
  ])
})

test('a token is for a configured room, or for one that is opened on demand', async () => {
  const { store } = await loaded()
  await store.create({ ...token, room: 'night' })
  await store.create({ ...token, id: 'b', room: 'demo:busy' })
  await expect(store.create({ ...token, id: 'c', room: 'day' })).rejects.toThrow(UnknownRoom)
  expect(await store.list()).toHaveLength(2)
})

test('a change that cannot be written does not apply', async () => {
  const { store, storage } = await loaded()
  await store.create(token)
  storage.full = true
  await expect(store.revoke('a', 5)).rejects.toThrow('ENOSPC')
  expect(await store.find('h')).toEqual(token)
})

test.each([
  '',
  '{',
  '[]',
  '{"format":1}',
  '{"format":2,"records":[]}',
  '{"format":1,"records":[{}]}',
])('a file that holds %j accepts no token', async (text) => {
  const { store, storage } = await loaded({ ...createFakeStorage(), text })
  expect(await store.list()).toEqual([])
  expect(storage.said).toHaveLength(1)
})

test('a token that cannot be looked up is neither valid nor invalid', async () => {
  const { store } = await start() // the file is not read yet
  await expect(store.find('h')).rejects.toThrow(DatabaseUnavailable)
  const away = await loaded()
  await away.store.create(token)
  away.storage.absence = 'away'
  await expect(away.store.find('h')).rejects.toThrow(DatabaseUnavailable)
})
