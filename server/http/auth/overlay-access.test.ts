import { expect, test } from 'vitest'
import { Overlays } from '../../overlay/overlays.ts'
import { findOverlay, noSuchOverlay } from './overlay-access.ts'

test('B1 an overlay that is not found before the overlays are loaded is "not ready"', async () => {
  const stored = { name: 'main', design: { theme: 'pixel' }, updatedAt: 1 }
  const store = {
    load: async () => [stored],
    save: async () => undefined,
    remove: async () => undefined,
  }
  const overlays = new Overlays(store, { read: () => undefined })
  overlays.recall()
  expect(findOverlay('main', overlays)).toMatchObject({ refused: 'not-ready' })
  await overlays.load()
  expect(findOverlay('main', overlays)).toBe(stored)
  expect(findOverlay('other', overlays)).toBe(noSuchOverlay)
})
