import { expect, test } from 'vitest'
import type { AtomicFile } from '../lib/file/atomic-file.ts'
import { createSessionStore } from './session-store.ts'

function start(text?: string) {
  const warned: string[] = []
  let held = text
  const file: AtomicFile = { read: () => held, replace: (next) => void (held = next) }
  const store = createSessionStore({
    database: Promise.resolve(undefined),
    file,
    log: { warn: (_, message) => void warned.push(message) },
  })
  return { store, warned, held: () => held }
}

const session = { id: 'a', hash: 'h', createdAt: 1, usedAt: 1, expiresAt: 9 }

test('without a database, sessions are in a file', async () => {
  const { store, held } = start()
  expect(await store.load()).toEqual([])
  await store.create(session)
  await store.create({ ...session, id: 'b', hash: 'i' })
  await store.touch('a', 5)
  await store.remove('b')
  expect(await start(held()).store.load()).toEqual([{ ...session, usedAt: 5 }])
})

test.each(['', '{', '[]', '{"format":1}', '{"format":2,"sessions":[]}'])(
  'a file that holds %j accepts no session',
  async (text) => {
    const { store, warned } = start(text)
    expect(await store.load()).toEqual([])
    expect(warned).toHaveLength(1)
  },
)
