import { expect, test } from 'vitest'
import { DatabaseUnavailable } from '../store/engine/db.ts'
import { maxOverlays, type NamedOverlay, Overlays, TooManyOverlays } from './overlays.ts'

const named = (name: string, updatedAt = 1): NamedOverlay => ({
  name,
  design: { theme: 'pixel', widgets: [] },
  updatedAt,
})

/** Creates overlays over a store in memory that can be unavailable. */
function createTestOverlays(kept: readonly NamedOverlay[], copied?: readonly NamedOverlay[]) {
  const store = new Map(kept.map((overlay) => [overlay.name, overlay]))
  const state = { away: false }
  const orAway = async <T>(work: () => T): Promise<T> => {
    if (state.away) throw new DatabaseUnavailable('gone')
    return work()
  }
  const overlays = new Overlays(
    {
      load: () => orAway(() => [...store.values()]),
      save: (overlay) => orAway(() => void store.set(overlay.name, overlay)),
      remove: (name) => orAway(() => void store.delete(name)),
    },
    { read: () => copied },
  )
  const received: (number | undefined)[] = []
  const unwatch = overlays.watch('main', (overlay) => received.push(overlay?.updatedAt))
  return { overlays, state, received, unwatch }
}

test('a watcher receives each change of its overlay, its removal, and nothing after it has left', async () => {
  const { overlays, received, unwatch } = createTestOverlays([])
  await overlays.load()
  await overlays.save(named('main', 5))
  await overlays.save(named('other', 6))
  await overlays.save(named('main', 7))
  expect(await overlays.remove('main')).toBe(true)
  expect(await overlays.remove('main')).toBe(false)
  unwatch()
  await overlays.save(named('main', 8))
  expect(received).toEqual([5, 7, undefined])
  expect(overlays.list().map(({ name }) => name)).toEqual(['main', 'other'])
})

test('until the store is loaded the copy is used, and nothing can be changed', async () => {
  const { overlays, state, received } = createTestOverlays([named('main', 9)], [named('main', 3)])
  state.away = true
  overlays.recall()
  await expect(overlays.load()).rejects.toThrow(DatabaseUnavailable)
  expect([overlays.find('main')?.updatedAt, overlays.loaded]).toEqual([3, false])
  await expect(overlays.save(named('main', 4))).rejects.toThrow(DatabaseUnavailable)
  state.away = false
  await overlays.load()
  expect(received).toEqual([3, 9])
})

test('a change that the store rejects does not apply', async () => {
  const { overlays, state, received } = createTestOverlays([])
  await overlays.load()
  state.away = true
  await expect(overlays.save(named('main'))).rejects.toThrow(DatabaseUnavailable)
  expect([overlays.list(), received]).toEqual([[], []])
})

test('the number of overlays is limited', async () => {
  const full = Array.from({ length: maxOverlays }, (_, index) => named(`o-${index}`))
  const { overlays } = createTestOverlays(full)
  await overlays.load()
  await expect(overlays.save(named('main'))).rejects.toThrow(TooManyOverlays)
  await overlays.save(named('o-0', 2))
  expect(overlays.find('o-0')?.updatedAt).toBe(2)
})
