import { z } from 'zod'
import { RiskControl, RoomNotFound } from '../../platform/connector.ts'
import type { Platform } from '../../platform/platform.ts'
import { refusalOfPlatform } from '../../platform/registry.ts'
import type { Catalog, ConfiguredRoom, SourceRef } from '../../room/catalog.ts'
import { Conflict } from '../../store/conflict.ts'
import type { FindRef } from '../../upstream/find-ref.ts'
import type { Access } from '../access.ts'
import { jsonBody } from '../body.ts'
import { Problem } from '../problem.ts'
import type { Route } from '../route.ts'

const slug = z.string().regex(/^[a-z0-9-]{1,64}$/, 'must be a-z, 0-9 and -, up to 64 characters')

const source = z.strictObject({
  platform: z.string().min(1).max(32),
  /** An id, or where the platform has such a thing an address: kept as the id. */
  ref: z.string().min(1).max(500),
})

const settings = {
  title: z.string().max(200).optional(),
  visibility: z.enum(['public', 'unlisted', 'private']).default('public'),
  enabled: z.boolean().default(true),
  sources: z.array(source).max(20).default([]),
}

const newRoom = z.strictObject({ slug, ...settings })
const changedRoom = z.strictObject({
  title: settings.title,
  visibility: settings.visibility.unwrap().optional(),
  enabled: z.boolean().optional(),
  sources: settings.sources.unwrap().optional(),
})
const room = z.object({ slug, ...settings })
const params = z.object({ slug })

const writer: Access = { scope: 'rooms:write', room: 'slug' }

/** What configuring rooms takes. */
export interface CatalogRouteParts {
  readonly catalog: Catalog
  readonly platforms: ReadonlyMap<string, Platform>
  readonly findRef: FindRef
}

/** `/api/rooms`: configured rooms. Changes act at once. */
export function catalogRoutes(parts: CatalogRouteParts): readonly Route[] {
  const { catalog } = parts
  return [createRoute(parts), readRoute(catalog), changeRoute(parts), removeRoute(catalog)]
}

function createRoute({ catalog, platforms, findRef }: CatalogRouteParts): Route {
  return {
    method: 'POST',
    path: '/api/rooms',
    access: { scope: 'rooms:write' },
    doc: {
      summary: 'Configures a room: its sources flow into one log from now on.',
      body: newRoom,
      answers: { 201: { description: 'The room.', body: room } },
    },
    handle: async (c) => {
      const asked = await jsonBody(c, newRoom)
      requireKnown(asked, platforms)
      const wanted = { ...asked, sources: await idsOf(asked.sources, findRef) }
      await kept(() => catalog.create(wanted))
      return c.json(wanted, 201)
    },
  }
}

function readRoute(catalog: Catalog): Route {
  return {
    method: 'GET',
    path: '/api/rooms/:slug',
    access: writer,
    doc: {
      summary: 'Tells how a room is configured.',
      params,
      answers: { 200: { description: 'The room.', body: room } },
    },
    handle: (c) => c.json(roomOf(catalog, c.req.param('slug'))),
  }
}

function changeRoute({ catalog, platforms, findRef }: CatalogRouteParts): Route {
  return {
    method: 'PATCH',
    path: '/api/rooms/:slug',
    access: writer,
    doc: {
      summary: 'Changes what is named in the body; `sources` replaces the whole list.',
      params,
      body: changedRoom,
      answers: { 200: { description: 'The room as it is now.', body: room } },
    },
    handle: async (c) => {
      const before = roomOf(catalog, c.req.param('slug'))
      const asked = { ...before, ...defined(await jsonBody(c, changedRoom)) }
      requireKnown(asked, platforms)
      const wanted = { ...asked, sources: await idsOf(asked.sources, findRef) }
      await kept(() => catalog.change(wanted))
      return c.json(wanted)
    },
  }
}

function removeRoute(catalog: Catalog): Route {
  return {
    method: 'DELETE',
    path: '/api/rooms/:slug',
    access: writer,
    doc: {
      summary: 'Removes a room; its events stay stored.',
      params,
      answers: { 204: { description: 'Gone.' } },
    },
    handle: async (c) => {
      const { slug: name } = roomOf(catalog, c.req.param('slug'))
      await kept(() => catalog.remove(name))
      return c.body(null, 204)
    },
  }
}

function roomOf(catalog: Catalog, name: string | undefined): ConfiguredRoom {
  const found = catalog.find(name ?? '')
  if (!found) throw new Problem('no-such-room', 'no room of this name is configured')
  return found
}

function requireKnown({ sources }: ConfiguredRoom, platforms: ReadonlyMap<string, Platform>): void {
  for (const { platform } of sources) {
    const refusal = refusalOfPlatform(platform, platforms)
    if (refusal !== undefined) throw new Problem('bad-request', `sources: ${refusal}`)
  }
}

/** The sources by their ids, in the words of HTTP where something names none. */
async function idsOf(
  sources: readonly SourceRef[],
  findRef: FindRef,
): Promise<ConfiguredRoom['sources']> {
  return Promise.all(
    sources.map(async ({ platform, ref, ...rest }) => {
      try {
        return { ...rest, platform, ref: await findRef(platform, ref) }
      } catch (cause) {
        if (cause instanceof RoomNotFound) {
          throw new Problem('not-a-room', `sources: ${cause.message}`, { cause })
        }
        const why = cause instanceof RiskControl ? cause.message : 'the link cannot be followed now'
        throw new Problem('no-answer', `sources: ${why}`, { cause })
      }
    }),
  )
}

/** Does what must be kept, in the words of HTTP where it cannot be. */
async function kept(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (cause) {
    if (cause instanceof Conflict) throw new Problem('conflict', cause.message, { cause })
    throw cause
  }
}

/** Without the fields nobody named: they stay as they are. */
function defined<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const named = Object.entries(given).filter(([, value]) => value !== undefined)
  return Object.fromEntries(named) as { [K in keyof T]?: Exclude<T[K], undefined> } // only filtered
}
