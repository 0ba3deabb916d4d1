import { expect, test } from 'vitest'
import type { AtomicFile } from '../lib/file/atomic-file.ts'
import type { TokenRecord } from '../store/query/token.ts'
import { createRecordFile } from './record-file.ts'
import { createTokenFile, tokenRecord } from './token-file.ts'
import { UnknownRoom } from './token.ts'

interface Held {
  text: string | undefined
  full?: boolean
}

function start(held: Held = { text: undefined }) {
  const warnings: string[] = []
  const file: AtomicFile = {
    read: () => held.text,
    replace: (text) => {
      if (held.full) throw new Error('ENOSPC')
      held.text = text
    },
  }
  const log = { warn: (_: object, message: string) => void warnings.push(message) }
  const records = createRecordFile({ file, name: 'tokens', record: tokenRecord, log })
  return { store: createTokenFile(records, (slug) => slug === 'night'), held, warnings }
}

const token: TokenRecord = { id: 'a', hash: 'h', name: 'bot', scopes: ['read'], createdAt: 1 }

test('B5: without a database, tokens are there after a restart, and revoked ones stay revoked', async () => {
  const first = start()
  await first.store.create(token)
  await first.store.create({ ...token, id: 'b', hash: 'i' })
  await first.store.touch('a', 5)
  expect(await first.store.revoke('b', 6)).toBe(true)
  expect(await first.store.revoke('b', 7)).toBe(false)
  expect(await first.store.revoke('c', 7)).toBe(false)

  const { store } = start(first.held)
  expect(await store.find('h')).toEqual({ ...token, lastUsedAt: 5 })
  expect(await store.find('i')).toBeUndefined()
  expect((await store.list()).map(({ id, revokedAt }) => [id, revokedAt])).toEqual([
    ['a', undefined],
    ['b', 6],
  ])
})

test('a token is for a configured room, or for one that is opened on demand', async () => {
  const { store } = start()
  await store.create({ ...token, room: 'night' })
  await store.create({ ...token, id: 'b', room: 'demo:busy' })
  await expect(store.create({ ...token, id: 'c', room: 'day' })).rejects.toThrow(UnknownRoom)
  expect(await store.list()).toHaveLength(2)
})

test('a change that cannot be written does not apply', async () => {
  const { store, held } = start()
  await store.create(token)
  held.full = true
  await expect(store.revoke('a', 5)).rejects.toThrow('ENOSPC')
  expect(await store.find('h')).toEqual(token)
})

test.each([
  '',
  '{',
  '[]',
  '{"format":1}',
  '{"format":2,"tokens":[]}',
  '{"format":1,"tokens":[{}]}',
])('a file that holds %j accepts no token', async (text) => {
  const { store, warnings } = start({ text })
  expect(await store.list()).toEqual([])
  expect(warnings).toHaveLength(1)
})

test('a damaged file is set aside before the next change', async () => {
  let aside: string | undefined
  const held: Held = { text: '{"format":1,"tok' }
  const file: AtomicFile = {
    read: () => held.text,
    replace: (text) => (held.text = text),
    setAside: () => (aside = held.text),
  }
  const log = { warn: () => undefined }
  const records = createRecordFile({ file, name: 'tokens', record: tokenRecord, log })
  await createTokenFile(records, () => true).create(token)
  expect(aside).toBe('{"format":1,"tok')
  expect(held.text).toContain('"hash":"h"')
})
