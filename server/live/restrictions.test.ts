import { expect, test } from 'vitest'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { createFakeCollection, createFakeStorage } from '../store/collection.fake.ts'
import { type BanRecord, banTable } from '../store/query/ban.ts'
import { Restrictions } from './restrictions.ts'

async function open() {
  const clock = createFakeClock()
  const bans = createFakeCollection({
    storage: createFakeStorage<BanRecord>(),
    keyOf: banTable.keyOf,
  })
  await bans.load()
  return { clock, restrictions: new Restrictions({ bans, clock }) }
}

test('a mute ends by itself, a ban when it is lifted', async () => {
  const { clock, restrictions } = await open()
  const at = clock.now()
  await restrictions.add({ room: 'r', account: 'a', until: at + 60_000, by: 'h', at })
  await restrictions.add({ room: 'r', account: 'b', by: 'h', at })
  expect(restrictions.of('r', 'a')?.until).toBe(at + 60_000)
  expect(restrictions.of('other', 'a')).toBeUndefined()
  clock.advance(60_000)
  expect(restrictions.of('r', 'a')).toBeUndefined()
  expect(restrictions.list('r').map(({ account }) => account)).toEqual(['b'])
  await restrictions.lift('r', 'b')
  expect(restrictions.of('r', 'b')).toBeUndefined()
})

test('a ban of a guest holds for other guests of its address, in this room', async () => {
  const { clock, restrictions } = await open()
  expect(restrictions.of('r', 'guest-1', '192.0.2.7')).toBeUndefined()
  await restrictions.add({ room: 'r', account: 'guest-1', by: 'h', at: clock.now() })
  expect(restrictions.of('r', 'guest-2', '192.0.2.7')).toMatchObject({ account: 'guest-1' })
  expect(restrictions.of('r', 'guest-2', '192.0.2.8')).toBeUndefined()
  expect(restrictions.of('other', 'guest-2', '192.0.2.7')).toBeUndefined()
  expect(restrictions.of('r', 'member')).toBeUndefined()
  await restrictions.lift('r', 'guest-1')
  expect(restrictions.of('r', 'guest-2', '192.0.2.7')).toBeUndefined()
})

test('of a deleted account nothing is kept but the ban of a guest, without its reason', async () => {
  const { clock, restrictions } = await open()
  const ban = { by: 'h', at: clock.now(), reason: 'said something' }
  restrictions.of('r', 'guest', '192.0.2.7')
  for (const account of ['guest', 'member']) await restrictions.add({ ...ban, room: 'r', account })
  for (const account of ['guest', 'member']) await restrictions.forget(account)
  expect(restrictions.list('r')).toEqual([expect.objectContaining({ account: 'guest' })])
  expect(restrictions.of('r', 'guest-2', '192.0.2.7')).toMatchObject({ reason: undefined })
})
