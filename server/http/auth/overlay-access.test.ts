import { expect, test } from 'vitest'
import { type NamedOverlay, Overlays } from '../../overlay/overlays.ts'
import { createFakeCollection, createFakeStorage } from '../../store/collection.fake.ts'
import { overlayTable } from '../../store/query/overlay.ts'
import { findOverlay, noSuchOverlay } from './overlay-access.ts'

test('B1 an overlay that is not found before the overlays are loaded is "not ready"', async () => {
  const stored = { name: 'main', design: { theme: 'pixel' }, updatedAt: 1 }
  const storage = createFakeStorage<NamedOverlay>()
  storage.rows.set('main', stored)
  const overlays = new Overlays(createFakeCollection({ ...overlayTable, storage }))
  overlays.recall()
  expect(findOverlay('main', overlays)).toMatchObject({ refused: 'not-ready' })
  await overlays.load()
  expect(findOverlay('main', overlays)).toBe(stored)
  expect(findOverlay('other', overlays)).toBe(noSuchOverlay)
})
