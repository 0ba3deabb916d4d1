import { expect, test } from 'vitest'
import { Conflict } from '../store/query/conflict.ts'
import { DatabaseUnavailable } from '../store/engine/db.ts'
import { Catalog, type ConfiguredRoom } from './catalog.ts'

function roomOf(slug: string, ...refs: readonly string[]): ConfiguredRoom {
  const sources = refs.map((ref) => ({ platform: 'bilibili', ref }))
  return { slug, visibility: 'public', enabled: true, sources, omit: [] }
}

interface State {
  copied: readonly ConfiguredRoom[] | undefined
  /** The id of the database that the store is in, and of the one that was copied. */
  database: string | undefined
  copiedFrom: string | undefined
  away: boolean
  /** True if the disk refuses the copy. */
  full?: boolean
}

/** Creates a catalog over a store and a copy in memory. */
function createTestCatalog(kept: readonly ConfiguredRoom[], copied?: readonly ConfiguredRoom[]) {
  const store = new Map(kept.map((room) => [room.slug, room]))
  const state: State = { copied, database: 'd1', copiedFrom: 'd1', away: false }
  const changed: string[] = []
  const orAway = async <T>(work: () => T): Promise<T> => {
    if (state.away) throw new DatabaseUnavailable('gone')
    return work()
  }
  const catalog = new Catalog({
    store: {
      load: () => orAway(() => ({ rooms: [...store.values()], database: state.database })),
      save: (room) => orAway(() => void store.set(room.slug, room)),
      remove: (slug) => orAway(() => void store.delete(slug)),
    },
    copy: {
      read: () => state.copied && { rooms: state.copied, database: state.copiedFrom },
      write: ({ rooms, database }, isOnly) => {
        if (state.full && isOnly) throw new Error('ENOSPC')
        state.copied = rooms
        state.copiedFrom = database
      },
    },
    onChange: (slug) => changed.push(slug),
  })
  return { catalog, state, changed, store }
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
  const { catalog, state, changed } = createTestCatalog(kept, [
    same,
    roomOf('moved', '3'),
    roomOf('gone'),
  ])
  catalog.recall()
  await catalog.load()
  expect(changed.toSorted()).toEqual(['gone', 'moved', 'new'])
  expect(slugs(catalog.list())).toEqual(['moved', 'new', 'same'])
  expect(slugs(state.copied)).toEqual(['moved', 'new', 'same'])
})

test('M3 a database that was created again receives the copy, with the same visibility', async () => {
  const secret = { ...roomOf('night', '1'), visibility: 'private' } as const
  const { catalog, state, store } = createTestCatalog([], [secret])
  state.database = 'd2'
  catalog.recall()
  await catalog.load()
  expect(catalog.find('night')).toEqual(secret)
  expect([...store.values()]).toEqual([secret])
  expect([state.copied, state.copiedFrom]).toEqual([[secret], 'd2'])
})

test('B5 without a database the rooms are in the file, and names and sources are as exclusive', async () => {
  const { catalog, state } = createTestCatalog([], [roomOf('night', '1')])
  state.database = undefined
  catalog.recall()
  await catalog.load()
  expect(slugs(catalog.list())).toEqual(['night'])
  await catalog.create(roomOf('day', '2'))
  expect(slugs(state.copied)).toEqual(['day', 'night'])
  await expect(catalog.create(roomOf('day'))).rejects.toThrow(Conflict)
  await expect(catalog.change(roomOf('day', '1'))).rejects.toThrow('belongs to room night')
  await catalog.change(roomOf('day', '2', '3'))
  await catalog.remove('night')
  expect(slugs(state.copied)).toEqual(['day'])
  state.full = true
  await expect(catalog.remove('day')).rejects.toThrow('ENOSPC')
  expect(slugs(catalog.list())).toEqual(['day'])
})

test('M3 a removed room does not return through an old copy of the same database', async () => {
  const { catalog, store } = createTestCatalog([], [roomOf('night', '1')])
  catalog.recall()
  await catalog.load()
  expect([catalog.list(), store.size]).toEqual([[], 0])
})

test('M3 the rooms of another database override the copy', async () => {
  const { catalog, state } = createTestCatalog([roomOf('day')], [roomOf('night', '1')])
  state.database = 'd2'
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
  const { catalog, state, changed } = createTestCatalog([])
  await catalog.load()
  await catalog.create(roomOf('night', '1'))
  await catalog.change(roomOf('night', '2'))
  expect(state.copied).toEqual([roomOf('night', '2')])
  await catalog.remove('night')
  expect(state.copied).toEqual([])
  expect(changed).toEqual(['night', 'night', 'night'])
  state.away = true
  await expect(catalog.create(roomOf('day'))).rejects.toThrow(DatabaseUnavailable)
  expect([catalog.list(), state.copied, changed.length]).toEqual([[], [], 3])
})

test('nothing changes before the load, which would undo it', async () => {
  const { catalog, state } = createTestCatalog([], [roomOf('night')])
  catalog.recall()
  await expect(catalog.create(roomOf('day'))).rejects.toThrow(DatabaseUnavailable)
  await expect(catalog.remove('night')).rejects.toThrow(DatabaseUnavailable)
  expect(slugs(state.copied)).toEqual(['night'])
})
