import { expect, test } from 'vitest'
import { Conflict } from '../store/query/conflict.ts'
import { createFakeStorage } from '../store/collection.fake.ts'
import { DatabaseUnavailable } from '../store/engine/db.ts'
import { createFakeCatalog } from './catalog.fake.ts'
import type { ConfiguredRoom } from './catalog.ts'

function roomOf(slug: string, ...refs: readonly string[]): ConfiguredRoom {
  const sources = refs.map((ref) => ({ platform: 'bilibili', ref }))
  return { slug, visibility: 'public', enabled: true, sources, omit: [] }
}

/** Creates a catalog over a database and a copy in memory. */
function createTestCatalog(kept: readonly ConfiguredRoom[], copied?: readonly ConfiguredRoom[]) {
  const storage = createFakeStorage<ConfiguredRoom>()
  if (copied) storage.text = JSON.stringify({ format: 1, database: 'd1', records: copied })
  const catalog = createFakeCatalog(kept, storage)
  const changed: string[] = []
  catalog.onChange((slug) => changed.push(slug))
  const copy = (): { readonly database?: string; readonly records: readonly ConfiguredRoom[] } =>
    JSON.parse(storage.text ?? '')
  return { catalog, storage, changed, copy }
}

const slugs = (rooms: readonly ConfiguredRoom[] | undefined) => rooms?.map(({ slug }) => slug)

test('the copy of an earlier run is used until the store is loaded', () => {
  const { catalog, changed } = createTestCatalog([], [roomOf('night', '1')])
  expect(catalog.recall()).toBe(true)
  expect(catalog.ownerOf({ platform: 'bilibili', ref: '1' })?.slug).toBe('night')
  expect(catalog.loaded).toBe(false)
  expect(changed).toEqual([])
})

test('without a copy the rooms are unknown, which is not the same as no rooms', () => {
  expect(createTestCatalog([roomOf('night')]).catalog.recall()).toBe(false)
  expect(createTestCatalog([roomOf('night')], []).catalog.recall()).toBe(true)
})

test('the load corrects the copy, and reports only what was wrong', async () => {
  const same = roomOf('same', '1', '2')
  const kept = [
    { ...same, sources: same.sources.toReversed() },
    roomOf('moved', '4'),
    roomOf('new'),
  ]
  const { catalog, copy, changed } = createTestCatalog(kept, [
    same,
    roomOf('moved', '3'),
    roomOf('gone'),
  ])
  catalog.recall()
  await catalog.load()
  expect(changed.toSorted()).toEqual(['gone', 'moved', 'new'])
  expect(slugs(catalog.list())).toEqual(['moved', 'new', 'same'])
  expect(slugs(copy().records)?.toSorted()).toEqual(['moved', 'new', 'same'])
})

test('M3 a database that was created again receives the copy, with the same visibility', async () => {
  const secret = { ...roomOf('night', '1'), visibility: 'private' } as const
  const { catalog, storage, copy } = createTestCatalog([], [secret])
  storage.database = 'd2'
  catalog.recall()
  await catalog.load()
  expect(catalog.find('night')).toEqual(secret)
  expect([...storage.rows.values()]).toEqual([secret])
  expect(copy()).toMatchObject({ database: 'd2', records: [secret] })
})

test('B5 without a database the rooms are in the file, and names and sources are as exclusive', async () => {
  const { catalog, storage, copy } = createTestCatalog([], [roomOf('night', '1')])
  storage.absence = 'off'
  catalog.recall()
  await catalog.load()
  expect(slugs(catalog.list())).toEqual(['night'])
  await catalog.create(roomOf('day', '2'))
  expect(slugs(copy().records)?.toSorted()).toEqual(['day', 'night'])
  await expect(catalog.create(roomOf('day'))).rejects.toThrow(Conflict)
  await expect(catalog.change(roomOf('day', '1'))).rejects.toThrow('belongs to room night')
  await catalog.change(roomOf('day', '2', '3'))
  await catalog.remove('night')
  expect(slugs(copy().records)).toEqual(['day'])
  storage.full = true
  await expect(catalog.remove('day')).rejects.toThrow('ENOSPC')
  expect(slugs(catalog.list())).toEqual(['day'])
})

test('M3 a removed room does not return through an old copy of the same database', async () => {
  const { catalog, storage } = createTestCatalog([], [roomOf('night', '1')])
  catalog.recall()
  await catalog.load()
  expect([catalog.list(), storage.rows.size]).toEqual([[], 0])
})

test('M3 the rooms of another database override the copy', async () => {
  const { catalog, storage } = createTestCatalog([roomOf('day')], [roomOf('night', '1')])
  storage.database = 'd2'
  catalog.recall()
  await catalog.load()
  expect(slugs(catalog.list())).toEqual(['day'])
})

const schedule = { opens: '0 20 * * *', closes: '0 23 * * *', zone: 'Asia/Shanghai' }

test.each<Partial<ConfiguredRoom>>([
  { title: '夜' },
  { enabled: false },
  { visibility: 'private' },
  { omit: ['like'] },
  { schedule },
  { override: { state: 'open', at: 5 } },
])('a load with the difference %o is a change', async (difference) => {
  const { catalog, changed } = createTestCatalog(
    [{ ...roomOf('night'), ...difference }],
    [roomOf('night')],
  )
  catalog.recall()
  await catalog.load()
  expect(changed).toEqual(['night'])
})

test('a change is stored, copied and reported; one that the store rejects is neither', async () => {
  const { catalog, storage, copy, changed } = createTestCatalog([])
  await catalog.load()
  await catalog.create(roomOf('night', '1'))
  await catalog.change(roomOf('night', '2'))
  expect(copy().records).toEqual([roomOf('night', '2')])
  await catalog.remove('night')
  expect(copy().records).toEqual([])
  expect(changed).toEqual(['night', 'night', 'night'])
  storage.absence = 'away'
  await expect(catalog.create(roomOf('day'))).rejects.toThrow(DatabaseUnavailable)
  expect([catalog.list(), copy().records, changed.length]).toEqual([[], [], 3])
})

test('nothing changes before the load, which would undo it', async () => {
  const { catalog, copy } = createTestCatalog([], [roomOf('night')])
  catalog.recall()
  await expect(catalog.create(roomOf('day'))).rejects.toThrow(DatabaseUnavailable)
  await expect(catalog.remove('night')).rejects.toThrow(DatabaseUnavailable)
  expect(slugs(copy().records)).toEqual(['night'])
})
