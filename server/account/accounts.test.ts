import { expect, test } from 'vitest'
import { accountName, foldName, newPassword } from '../../proto/api/account-name.ts'
import { createFakeStorage } from '../store/collection.fake.ts'
import { Conflict } from '../store/query/conflict.ts'
import type { AccountRecord } from '../store/query/account.ts'
import { createFakeAccounts, createFakePasswordHash } from './accounts.fake.ts'

test('the account of the owner is there from the start, and is stored', async () => {
  const storage = createFakeStorage<AccountRecord>()
  const accounts = await createFakeAccounts({ storage })
  expect(accounts.active('owner')).toMatchObject({ name: 'owner', role: 'owner' })
  expect([...storage.rows.keys()]).toEqual(['owner'])
  expect(await accounts.verify('owner', '')).toBeUndefined() // it has no password yet
})

test('S2-7: a name is taken once, whatever its case, width or composition', async () => {
  const accounts = await createFakeAccounts()
  const made = await accounts.create({ name: 'Zoë', role: 'viewer', password: 'secret word' })
  for (const name of ['zoë', 'ZOË', 'zoe\u0308', 'ｚｏë']) {
    await expect(accounts.create({ name, role: 'viewer' })).rejects.toThrow(Conflict)
  }
  const at = { role: 'viewer' } as const
  const both = [accounts.create({ name: 'twin', ...at }), accounts.create({ name: 'TWIN', ...at })]
  const settled = await Promise.allSettled(both)
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(await accounts.verify('ZOË', 'secret word')).toEqual(made)
  await expect(accounts.change(made.id, { name: 'Twin' })).rejects.toThrow(Conflict)
  expect(await accounts.change(made.id, { name: 'ZOË' })).toMatchObject({ name: 'ZOË' })
})

test('S2-8: an unknown name, a wrong password and an account without one are checked alike', async () => {
  const passwords = createFakePasswordHash()
  const accounts = await createFakeAccounts({ passwords })
  await accounts.create({ name: 'Ada', role: 'viewer', password: 'secret word' })
  for (const [name, password] of [
    ['nobody', 'secret word'],
    ['Ada', 'wrong word'],
    ['owner', 'secret word'],
  ] as const) {
    expect(await accounts.verify(name, password)).toBeUndefined()
  }
  expect(passwords.checked).toEqual([undefined, 'hashed secret word', undefined])
})

test('a disabled account, one with another role and a deleted one lose what they have opened', async () => {
  const closed: string[] = []
  const accounts = await createFakeAccounts({ onClosed: async (id) => void closed.push(id) })
  const { id } = await accounts.create({ name: 'Ada', role: 'viewer', password: 'secret word' })
  await accounts.change(id, { name: 'Ada L' })
  expect(closed).toEqual([])
  await accounts.change(id, { role: 'host' })
  await accounts.change(id, { disabled: true })
  expect(accounts.active(id)).toBeUndefined()
  await accounts.change(id, { disabled: false })
  expect(accounts.active(id)).toMatchObject({ name: 'Ada L', role: 'host' })
  await accounts.remove(id)
  expect(closed).toEqual([id, id, id])
})

test('a deleted account keeps its number, and nothing else', async () => {
  const storage = createFakeStorage<AccountRecord>()
  const accounts = await createFakeAccounts({ storage })
  const { id } = await accounts.create({ name: 'Ada', role: 'viewer', password: 'secret word' })
  await accounts.remove(id)
  expect(storage.rows.get(id)).toEqual({
    id,
    role: 'viewer',
    createdAt: expect.any(Number) as number,
    deletedAt: expect.any(Number) as number,
  })
  expect(await accounts.change(id, { name: 'Ada' })).toBeUndefined()
  expect((await accounts.create({ name: 'Ada', role: 'viewer' })).id).not.toBe(id)
})

test('accounts and their names are there after a restart', async () => {
  const storage = createFakeStorage<AccountRecord>()
  const before = await createFakeAccounts({ storage })
  await before.create({ name: 'Ada', role: 'viewer', password: 'secret word' })
  const again = await createFakeAccounts({ storage })
  expect(await again.verify('ada', 'secret word')).toMatchObject({ name: 'Ada' })
  await expect(again.create({ name: 'ADA', role: 'viewer' })).rejects.toThrow(Conflict)
})

test('a guest who left while the server did not run is forgotten; nobody else is', async () => {
  const accounts = await createFakeAccounts()
  const here = await accounts.create({ name: 'guest-1', role: 'guest' })
  const gone = await accounts.create({ name: 'guest-2', role: 'guest' })
  const viewer = await accounts.create({ name: 'Ada', role: 'viewer' })
  await accounts.forgetGuests((id) => id === here.id)
  expect(accounts.find(gone.id)).toBeUndefined()
  for (const { id } of [here, viewer]) expect(accounts.active(id)).toBeDefined()
})

test.each([
  ['Ada', 'Ada'],
  ['  Ada  Lovelace ', 'Ada Lovelace'],
  ['弹幕', '弹幕'],
  ['zoe\u0308', 'zoë'],
  ['a', undefined],
  ['x'.repeat(25), undefined],
  ['x\u200by', undefined],
  ['x\u3164y', undefined],
  ['\u115f\u1160', undefined],
  ['x\u2800', undefined],
  ['a\u202eb', undefined],
  ['x\ufe0fy', undefined],
  ['x\ty', undefined],
  ['x\u00a0y', undefined],
  ['ab\u{e0061}', undefined],
  ['\ud800\ud800', undefined],
])('the name %j becomes %j', (given, name) => {
  const parsed = accountName.safeParse(given)
  expect(parsed.success ? parsed.data : undefined).toBe(name)
})

test.each([
  ['Straße', 'STRASSE'],
  ['ΟΔΥΣΣΕΥΣ', 'οδυσσευς'],
  ['ﬁsh', 'FISH'],
  ['①', '1'],
])('%s and %s are the same name', (one, other) => {
  expect(foldName(one)).toBe(foldName(other))
  expect(foldName(foldName(one))).toBe(foldName(one))
})

test('T-PW: a password has 8 to 128 characters of any kind', () => {
  const taken = (text: string): boolean => newPassword.safeParse(text).success
  expect(['😀'.repeat(8), 'x'.repeat(65), '😀'.repeat(128)].every(taken)).toBe(true)
  expect(['😀'.repeat(7), 'x'.repeat(129)].some(taken)).toBe(false)
})
