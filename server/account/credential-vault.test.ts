import { expect, test } from 'vitest'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { createLogger } from '../lib/logger.ts'
import { randomToken } from '../lib/bytes/random-token.ts'
import { createSecretBox } from '../lib/bytes/secret-box.ts'
import { createFakeCollection, createFakeStorage } from '../store/collection.fake.ts'
import { Conflict } from '../store/query/conflict.ts'
import { type CredentialRecord, credentialTable } from '../store/query/credential.ts'
import { DatabaseUnavailable } from '../store/engine/db.ts'
import { CredentialVault } from './credential-vault.ts'

const key = randomToken()
const cookie = 'SESSDATA=the-secret-of-the-account'
const input = { name: 'main', platform: 'bilibili', secret: { kind: 'cookie', cookie } } as const
const fields = {
  appId: 1_700_000_000_000,
  accessKeyId: 'key-id',
  accessKeySecret: 'the-secret-of-the-app',
  code: 'ABCDEFGHIJKLM',
}
const app = { kind: 'app', fields } as const

/** Opens a vault over a storage in memory, with a key. */
async function open(storage = createFakeStorage<CredentialRecord>(), secret = key) {
  const clock = createFakeClock()
  const lines: string[] = []
  const changed: string[] = []
  const store = createFakeCollection({ ...credentialTable, storage })
  const credentials = new CredentialVault({
    store,
    seal: await createSecretBox(secret),
    clock,
    log: createLogger('debug', (line) => lines.push(line)),
  })
  credentials.onChange(({ name }) => changed.push(name))
  return { credentials, store, storage, clock, lines, changed }
}

test('a stored credential is encrypted, reported, and read by the next run', async () => {
  const { credentials, storage, lines, changed } = await open()
  await credentials.load()
  await credentials.put(input)
  await credentials.put({ name: 'app', platform: 'bilibili-open', secret: app })
  const kept = JSON.stringify([...storage.rows.values()])
  expect(kept + lines.join('')).not.toMatch(/the-secret|key-id|ABCDEFG/)
  expect(changed).toEqual(['main', 'app'])
  const { credentials: next } = await open(storage)
  await next.load()
  expect(await next.cookieFor('bilibili', 'night')).toBe(cookie)
  expect(await next.app('app')).toEqual(fields)
  expect(await next.app('main')).toBeUndefined()
  expect(await next.cookieFor('douyin', 'night')).toBeUndefined()
})

test('a room with a cookie of its own uses that, all others the common one', async () => {
  const { credentials, store } = await open()
  await credentials.load()
  await credentials.put(input)
  const own = { kind: 'cookie', cookie: 'SESSDATA=own' } as const
  await credentials.put({ ...input, name: 'own', room: 'night', secret: own })
  expect(await credentials.cookieFor('bilibili', 'night')).toBe(own.cookie)
  expect(await credentials.cookieFor('bilibili', 'day')).toBe(cookie)
  store.forget(({ room }) => room === 'night')
  expect(credentials.find('own')).toBeUndefined()
  expect(await credentials.remove('main')).toBe(true)
  expect(await credentials.remove('main')).toBe(false)
  expect(await credentials.cookieFor('bilibili', 'day')).toBeUndefined()
})

test('a second one for the same platform and rooms is refused; the same name is a change', async () => {
  const { credentials, clock } = await open()
  await credentials.load()
  const { createdAt } = await credentials.put(input)
  clock.advance(1000)
  expect(await credentials.put(input)).toMatchObject({ createdAt, updatedAt: createdAt + 1000 })
  await expect(credentials.put({ ...input, name: 'other' })).rejects.toThrow(Conflict)
  await credentials.put({ name: 'a', platform: 'bilibili-open', secret: app })
  await credentials.put({ name: 'b', platform: 'bilibili-open', secret: app })
  expect(credentials.list().map(({ name }) => name)).toEqual(['a', 'b', 'main'])
})

test('with another key nothing is readable, which is logged and breaks nothing else', async () => {
  const { credentials, storage } = await open()
  await credentials.load()
  await credentials.put(input)
  const { credentials: next, lines } = await open(storage, randomToken())
  await next.load()
  expect(next.find('main')?.secret).toBeUndefined()
  expect(await next.cookieFor('bilibili', 'night')).toBeUndefined()
  expect(lines.join('')).toContain('give it anew')
})

test('a request before the load waits, but for a limited time', async () => {
  const { credentials, storage, clock, changed } = await open()
  expect(() => credentials.list()).toThrow(DatabaseUnavailable)
  const hasty = credentials.cookieFor('bilibili', 'night')
  clock.advance(8_000)
  expect(await hasty).toBeUndefined()
  const patient = credentials.cookieFor('bilibili', 'night')
  const seal = await createSecretBox(key)
  const sealed = await seal.encrypt(JSON.stringify(input.secret), 'main')
  storage.rows.set('main', {
    name: 'main',
    platform: 'bilibili',
    sealed,
    createdAt: 1,
    updatedAt: 1,
  })
  await credentials.load()
  expect(await patient).toBe(cookie)
  expect(changed).toEqual(['main']) // the request that did not wait long enough is reported as changed
})

test('an app that an earlier version stored is read', async () => {
  const seal = await createSecretBox(key)
  const sealed = await seal.encrypt(JSON.stringify({ kind: 'open-live', ...fields }), 'app')
  const record = { name: 'app', platform: 'bilibili-open', sealed, createdAt: 1, updatedAt: 1 }
  const { credentials } = await open({
    ...createFakeStorage(),
    rows: new Map([['app', record]]),
  })
  await credentials.load()
  expect(await credentials.app('app')).toEqual(fields)
})

test('a decrypted text that is not a secret of ours is not readable, and not quoted', async () => {
  const seal = await createSecretBox(key)
  const sealed = await seal.encrypt(JSON.stringify({ kind: 'other', cookie }), 'main')
  const record = { name: 'main', platform: 'bilibili', sealed, createdAt: 1, updatedAt: 1 }
  const { credentials, lines } = await open({
    ...createFakeStorage(),
    rows: new Map([['main', record]]),
  })
  await credentials.load()
  expect(credentials.find('main')?.secret).toBeUndefined()
  expect(lines.join('')).not.toContain('the-secret')
})
