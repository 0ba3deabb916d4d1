import { expect, test } from 'vitest'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { DatabaseUnavailable } from '../store/engine/db.ts'
import { createFakeTokenStore } from './token.fake.ts'
import { Tokens } from './token.ts'

function start() {
  const clock = createFakeClock()
  const store = createFakeTokenStore()
  const revoked: string[] = []
  const warned: string[] = []
  const tokens = new Tokens({
    store,
    clock,
    log: { warn: (_, message) => void warned.push(message) },
    onRevoked: (id) => revoked.push(id),
  })
  return { clock, store, revoked, warned, tokens }
}

const input = { name: 'the backend', scopes: ['rooms:read'] } as const

test('a token is 32 random bytes behind a prefix, stored only as its hash', async () => {
  const { tokens } = start()
  const { secret } = await tokens.create(input)
  expect(secret).toMatch(/^dr_[\w-]{43}$/)
  const kept = await tokens.list()
  expect(kept).toMatchObject([
    { name: 'the backend', hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ])
  expect(JSON.stringify(kept)).not.toContain(secret.slice(3))
  expect((await tokens.create(input)).secret).not.toBe(secret)
})

test('only tokens that were created are found', async () => {
  const { tokens } = start()
  const { token, secret } = await tokens.create({ ...input, room: 'quiet' })
  expect(await tokens.find(secret)).toMatchObject({ id: token.id, room: 'quiet' })
  expect(
    await tokens.find(`${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`),
  ).toBeUndefined()
})

test('a text that is not of the form of a token causes no query', async () => {
  const { tokens, store } = start()
  for (const text of ['', 'x', 'dr_short', `dr_${'x'.repeat(44)}`, 'x'.repeat(46)]) {
    expect(await tokens.find(text)).toBeUndefined()
  }
  expect(store.asked.find).toBe(0)
})

test('a thousand sockets with one token cause one query, which is repeated after seconds', async () => {
  const { tokens, store, clock } = start()
  const { secret } = await tokens.create(input)
  await Promise.all(Array.from({ length: 1_000 }, () => tokens.find(secret)))
  expect(store.asked.find).toBe(1)
  clock.advance(6_000)
  await tokens.find(secret)
  expect(store.asked.find).toBe(2)
})

test('wrong tokens are cached, but no more than the cache holds', async () => {
  const { tokens, store } = start()
  const wrong = (i: number) => `dr_${String(i).padStart(43, '0')}`
  for (let i = 0; i < 1_200; i++) await tokens.find(wrong(i))
  expect(store.asked.find).toBe(1_200)
  await tokens.find(wrong(1_199))
  expect(store.asked.find).toBe(1_200)
  await tokens.find(wrong(0))
  expect(store.asked.find).toBe(1_201)
})

test('a revoked token ends at once, and once', async () => {
  const { tokens, revoked } = start()
  const { token, secret } = await tokens.create(input)
  await tokens.find(secret)
  expect(await tokens.revoke(token.id)).toBe(true)
  expect(await tokens.find(secret)).toBeUndefined()
  expect(revoked).toEqual([token.id])
  expect(await tokens.revoke(token.id)).toBe(false)
  expect(await tokens.revoke('nobody')).toBe(false)
})

test('an answer from before a revocation is not used after it', async () => {
  const { tokens, store } = start()
  const { token, secret } = await tokens.create(input)
  let answer = (): void => undefined
  const slow = new Promise<void>((resolve) => (answer = resolve))
  let ask = (): void => undefined
  const asked = new Promise<void>((resolve) => (ask = resolve))
  const { find } = store
  Object.assign(store, {
    find: async (hash: string) => {
      const found = await find(hash)
      ask()
      await slow
      return found
    },
  })
  const finding = tokens.find(secret)
  await asked
  await tokens.revoke(token.id)
  answer()
  expect(await finding).toBeUndefined()
})

test('while the database is away nothing is found, and that is an error; then it is found', async () => {
  const { tokens, store } = start()
  const { secret } = await tokens.create(input)
  store.away = true
  await expect(tokens.find(secret)).rejects.toThrow(DatabaseUnavailable)
  store.away = false
  expect(await tokens.find(secret)).toBeDefined()
})

test('use is recorded at most once a minute', async () => {
  const { tokens, store, clock } = start()
  const { secret } = await tokens.create(input)
  for (let s = 0; s < 60; s += 5) {
    await tokens.find(secret)
    clock.advance(5_000)
  }
  expect(store.asked.touch).toBe(1)
  expect(await tokens.list()).toMatchObject([{ lastUsedAt: expect.any(Number) }])
  clock.advance(1)
  await tokens.find(secret)
  expect(store.asked.touch).toBe(2)
})

test('a use that cannot be recorded is accepted all the same', async () => {
  const { tokens, store, warned } = start()
  const { secret } = await tokens.create(input)
  Object.assign(store, {
    touch: () => Promise.reject(new DatabaseUnavailable('away')),
  })
  expect(await tokens.find(secret)).toBeDefined()
  await Promise.resolve()
  expect(warned).toEqual(['use not noted'])
})
