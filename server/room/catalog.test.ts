import { expect, test } from 'vitest'
import { StoreAway } from '../store/db.ts'
import { Catalog, type ConfiguredRoom } from './catalog.ts'

function roomOf(slug: string, ...refs: readonly string[]): ConfiguredRoom {
  const sources = refs.map((ref) => ({ platform: 'bilibili', ref }))
  return { slug, visibility: 'public', enabled: true, sources, omit: [] }
}

/** A catalog over a store and a copy in memory. */
function createRig(kept: readonly ConfiguredRoom[], copied?: readonly ConfiguredRoom[]) {
  const store = new Map(kept.map((room) => [room.slug, room]))
  const state: { copied: readonly ConfiguredRoom[] | undefined; away: boolean } = {
    copied,
    away: false,
  }
  const changed: string[] = []
  const orAway = async <T>(work: () => T): Promise<T> => {
    if (state.away) throw new StoreAway('gone')
    return work()
  }
  const catalog = new Catalog({
    store: {
      load: () => orAway(() => [...store.values()]),
      save: (room) => orAway(() => void store.set(room.slug, room)),
      remove: (slug) => orAway(() => void store.delete(slug)),
    },
    copy: { read: () => state.copied, write: (rooms) => (state.copied = rooms) },
    onChange: (slug) => changed.push(slug),
  })
  return { catalog, state, changed }
}

const slugs = (rooms: readonly ConfiguredRoom[] | undefined) => rooms?.map(({ slug }) => slug)

test('the copy of an earlier run stands in until the store is there', () => {
  const { catalog, changed } = createRig([], [roomOf('night', '1')])
  expect(catalog.recall()).toBe(true)
  expect(catalog.ownerOf({ platform: 'bilibili', ref: '1' })?.slug).toBe('night')
  expect(catalog.loaded).toBe(false)
  expect(changed).toEqual([])
})

test('without a copy nothing is known, which is not the same as that there are no rooms', () => {
  expect(createRig([roomOf('night')]).catalog.recall()).toBe(false)
  expect(createRig([roomOf('night')], []).catalog.recall()).toBe(true)
})

test('the load puts right what the copy had wrong, and tells of nothing else', async () => {
  const same = roomOf('same', '1', '2')
  const kept = [
    { ...same, sources: same.sources.toReversed() },
    roomOf('moved', '4'),
    roomOf('new'),
  ]
  const { catalog, state, changed } = createRig(kept, [same, roomOf('moved', '3'), roomOf('gone')])
  catalog.recall()
  await catalog.load()
  expect(changed.toSorted()).toEqual(['gone', 'moved', 'new'])
  expect(slugs(catalog.list())).toEqual(['moved', 'new', 'same'])
  expect(slugs(state.copied)).toEqual(['moved', 'new', 'same'])
})

const schedule = { opens: '0 20 * * *', closes: '0 23 * * *', zone: 'Asia/Shanghai' }

test.each<Partial<ConfiguredRoom>>([
  { title: '夜' },
  { enabled: false },
  { visibility: 'private' },
  { omit: ['like'] },
  { schedule },
  { override: { state: 'open', at: 5 } },
])('a load that brings %o is a change', async (difference) => {
  const { catalog, changed } = createRig([{ ...roomOf('night'), ...difference }], [roomOf('night')])
  catalog.recall()
  await catalog.load()
  expect(changed).toEqual(['night'])
})

test('a change is kept, copied and told; one that the store refuses is nothing of these', async () => {
  const { catalog, state, changed } = createRig([])
  await catalog.load()
  await catalog.create(roomOf('night', '1'))
  await catalog.change(roomOf('night', '2'))
  expect(state.copied).toEqual([roomOf('night', '2')])
  await catalog.remove('night')
  expect(state.copied).toEqual([])
  expect(changed).toEqual(['night', 'night', 'night'])
  state.away = true
  await expect(catalog.create(roomOf('day'))).rejects.toThrow(StoreAway)
  expect([catalog.list(), state.copied, changed.length]).toEqual([[], [], 3])
})

test('nothing changes before the load, which would undo it', async () => {
  const { catalog, state } = createRig([], [roomOf('night')])
  catalog.recall()
  await expect(catalog.create(roomOf('day'))).rejects.toThrow(StoreAway)
  await expect(catalog.remove('night')).rejects.toThrow(StoreAway)
  expect(slugs(state.copied)).toEqual(['night'])
})
