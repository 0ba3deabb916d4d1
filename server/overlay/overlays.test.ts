import { expect, test } from 'vitest'
import { createFakeCollection, createFakeStorage } from '../store/collection.fake.ts'
import { DatabaseUnavailable } from '../store/engine/db.ts'
import { overlayTable } from '../store/query/overlay.ts'
import { maxOverlays, type NamedOverlay, Overlays, TooManyOverlays } from './overlays.ts'

const named = (name: string, updatedAt = 1): NamedOverlay => ({
  name,
  design: { theme: 'pixel', widgets: [] },
  updatedAt,
})

/** Creates overlays over a storage in memory that can be unavailable. */
function createTestOverlays(kept: readonly NamedOverlay[], copied?: readonly NamedOverlay[]) {
  const storage = createFakeStorage<NamedOverlay>()
  for (const overlay of kept) storage.rows.set(overlay.name, overlay)
  if (copied) storage.text = JSON.stringify({ format: 1, records: copied })
  const overlays = new Overlays(createFakeCollection({ ...overlayTable, storage }))
  const received: (number | undefined)[] = []
  const unwatch = overlays.watch('main', (overlay) => received.push(overlay?.updatedAt))
  return { overlays, storage, received, unwatch }
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
  const { overlays, storage, received } = createTestOverlays([named('main', 9)], [named('main', 3)])
  storage.absence = 'away'
  overlays.recall()
  await expect(overlays.load()).rejects.toThrow(DatabaseUnavailable)
  expect([overlays.find('main')?.updatedAt, overlays.loaded]).toEqual([3, false])
  await expect(overlays.save(named('main', 4))).rejects.toThrow(DatabaseUnavailable)
  storage.absence = undefined
  await overlays.load()
  expect(received).toEqual([9])
})

test('a change that the store rejects does not apply', async () => {
  const { overlays, storage, received } = createTestOverlays([])
  await overlays.load()
  storage.absence = 'away'
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
