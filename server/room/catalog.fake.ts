import {
  createFakeCollection,
  createFakeStorage,
  type FakeStorage,
} from '../store/collection.fake.ts'
import { Catalog, type ConfiguredRoom } from './catalog.ts'
import { createRoomTable } from './room-table.ts'

/** Returns a catalog over a storage in memory, which holds some rooms. */
export function createFakeCatalog(
  rooms: readonly ConfiguredRoom[] = [],
  storage: FakeStorage<ConfiguredRoom> = createFakeStorage(),
): Catalog {
  const table = createRoomTable(() => 0)
  for (const room of rooms) storage.rows.set(table.keyOf(room), room)
  return new Catalog(createFakeCollection({ ...table, storage }))
}
