import { z } from 'zod'
import type { Statements } from '../store/engine/db.ts'
import { changeRoom, createRoom, listRooms, removeRoom } from '../store/query/room.ts'
import { addSource, listSources, removeSource, sourcesOf } from '../store/query/source.ts'
import type { Table } from '../store/table.ts'
import { type ConfiguredRoom, sourceName } from './catalog.ts'
import { omittable } from '../../proto/api/omit.ts'
import { parseRoomId } from '../../proto/feed/index.ts'

/** The form of a configured room in the file. */
export const configuredRoom: z.ZodType<ConfiguredRoom> = z.object({
  slug: z.string(),
  title: z.string().optional(),
  visibility: z.enum(['public', 'unlisted', 'private']),
  enabled: z.boolean(),
  sources: z.array(z.object({ platform: z.string(), ref: z.string() })),
  omit: z.array(z.enum(omittable)).default([]),
  schedule: z.object({ opens: z.string(), closes: z.string(), zone: z.string() }).optional(),
  override: z.object({ state: z.enum(['open', 'closed']), at: z.number() }).optional(),
})

/**
 * Returns the table of configured rooms, each with its sources, by slug.
 *
 * @param now - returns the time at which a room or a source is created.
 */
export function createRoomTable(now: () => number): Table<ConfiguredRoom> {
  return {
    keyOf: ({ slug }) => slug,
    list: listConfigured,
    save: (tx, room) => saveRoom(tx, room, now()),
    remove: async (tx, slug) => {
      await removeRoom(tx, slug)
    },
    fingerprint: fingerprintOf,
  }
}

async function listConfigured(db: Statements): Promise<readonly ConfiguredRoom[]> {
  const [rooms, sources] = await Promise.all([listRooms(db), listSources(db)])
  return rooms
    .filter(({ id }) => parseRoomId(id)?.kind === 'slug') // the others were opened on demand
    .map(({ id, title, visibility, enabled, omit, schedule, override }) => ({
      slug: id,
      title,
      visibility,
      enabled,
      sources: sources
        .filter(({ room }) => room === id)
        .map(({ platform, ref }) => ({ platform, ref })),
      omit: omittable.filter((type) => omit.includes(type)),
      schedule,
      override,
    }))
}

async function saveRoom(tx: Statements, room: ConfiguredRoom, createdAt: number): Promise<void> {
  const { slug, sources, ...rest } = room
  const record = { ...rest, id: slug, createdAt }
  if (!(await changeRoom(tx, record))) await createRoom(tx, record)
  const wanted = new Set(sources.map(sourceName))
  const kept = await sourcesOf(tx, slug)
  for (const source of kept) {
    if (!wanted.has(sourceName(source))) await removeSource(tx, source.platform, source.ref)
  }
  const there = new Set(kept.map(sourceName))
  for (const source of sources) {
    if (!there.has(sourceName(source))) await addSource(tx, { ...source, room: slug, createdAt })
  }
}

/** Returns all properties of a room as one text; the order of its lists has no meaning. */
function fingerprintOf({ slug, title, visibility, enabled, ...rest }: ConfiguredRoom): string {
  const { sources, omit, schedule, override } = rest
  const names = sources.map(sourceName).toSorted()
  const times = [schedule?.opens, schedule?.closes, schedule?.zone, override?.state, override?.at]
  return JSON.stringify([slug, title, visibility, enabled, names, omit.toSorted(), times])
}
