import type { Db, Statements } from '../store/engine/db.ts'
import { databaseIdOf } from '../store/query/lease.ts'
import { changeRoom, createRoom, listRooms, removeRoom } from '../store/query/room.ts'
import { addSource, listSources, removeSource, sourcesOf } from '../store/query/source.ts'
import type { CatalogStore, ConfiguredRoom } from './catalog.ts'
import { sourceName } from './catalog.ts'
import { omittable } from '../../proto/api/omit.ts'

/** Dependencies of the store of configured rooms. */
export interface CatalogStoreParts {
  /** Resolves to undefined if STORE is off. */
  readonly database: Promise<Db | undefined>
  readonly now: () => number
  /** Deletes what belongs to a room before the room itself, where no database does that. */
  readonly onRemove: (slug: string) => void
}

/** Returns the store of configured rooms in the database; without one, only the copy holds them. */
export function createCatalogStore({ database, now, onRemove }: CatalogStoreParts): CatalogStore {
  return {
    load: async () => {
      const db = await database
      return db ? { rooms: await loadRooms(db), database: await databaseIdOf(db) } : { rooms: [] }
    },
    save: async (room, how) => {
      const db = await database
      await db?.tx((tx) => saveRoom(tx, { room, how, at: now() }))
    },
    remove: async (slug) => {
      const db = await database
      if (db) await removeRoom(db, slug)
      else onRemove(slug)
    },
  }
}

async function loadRooms(db: Statements): Promise<readonly ConfiguredRoom[]> {
  const [rooms, sources] = await Promise.all([listRooms(db), listSources(db)])
  return rooms
    .filter(({ id }) => !id.includes(':')) // the others were opened on demand
    .map(({ id, title, visibility, enabled, omit, schedule, override }) => ({
      slug: id,
      title,
      visibility,
      enabled,
      sources: sources.filter(({ room }) => room === id),
      omit: omittable.filter((type) => omit.includes(type)),
      schedule,
      override,
    }))
}

interface Save {
  readonly room: ConfiguredRoom
  readonly how: 'new' | 'changed'
  readonly at: number
}

async function saveRoom(tx: Statements, { room, how, at }: Save): Promise<void> {
  const { slug, sources, ...rest } = room
  const record = { ...rest, id: slug, createdAt: at }
  if (how === 'new') await createRoom(tx, record)
  else await changeRoom(tx, record)
  const wanted = new Set(sources.map(sourceName))
  const kept = await sourcesOf(tx, slug)
  for (const source of kept) {
    if (!wanted.has(sourceName(source))) await removeSource(tx, source.platform, source.ref)
  }
  const there = new Set(kept.map(sourceName))
  for (const source of sources) {
    if (!there.has(sourceName(source)))
      await addSource(tx, { ...source, room: slug, createdAt: at })
  }
}
