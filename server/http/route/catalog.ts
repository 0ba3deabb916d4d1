import { z } from 'zod'
import { decide } from '../../account/policy.ts'
import type { Principal } from '../../account/principal.ts'
import type { CredentialVault } from '../../account/credential-vault.ts'
import type { Clock } from '../../lib/time/clock.ts'
import type { Platform } from '../../platform/platform.ts'
import { refusalOfPlatform } from '../../platform/registry.ts'
import { type Catalog, type ConfiguredRoom, sourceName } from '../../room/catalog.ts'
import type { Rooms } from '../../room/rooms.ts'
import { Conflict } from '../../store/query/conflict.ts'
import type { FindRoom } from '../../upstream/find-room.ts'
import type { Access } from '../auth/authorize.ts'
import { jsonBody } from '../body.ts'
import { Problem } from '../problem.ts'
import type { Route } from '../route.ts'
import { sourcesOf, sourceStatusesOf } from '../source-status.ts'
import { changedRoom, configuredRoom, newRoom, slug } from './catalog-shape.ts'
import { roomIn } from './room-address.ts'

/** Dependencies of {@link catalogRoutes}. */
export interface CatalogRouteParts {
  readonly catalog: Catalog
  readonly rooms: Rooms
  readonly platforms: ReadonlyMap<string, Platform>
  readonly findRoom: FindRoom
  readonly logins: Pick<CredentialVault, 'hasCookie'>
  readonly clock: Clock
}

const params = z.object({ slug })

const writer: Access = { action: 'configure', room: 'slug' }

/** Returns the routes of `/api/rooms`, the configured rooms. Changes act at once. */
export function catalogRoutes(parts: CatalogRouteParts): readonly Route[] {
  return [createRoute(parts), readRoute(parts), changeRoute(parts), removeRoute(parts)]
}

function createRoute(parts: CatalogRouteParts): Route {
  return {
    method: 'POST',
    path: '/api/rooms',
    access: 'configure',
    doc: {
      tag: 'Rooms',
      summary: 'Configures a room: its sources flow into one log from now on.',
      problems: ['conflict', 'not-a-room', 'no-answer'],
      body: newRoom,
      answers: { 201: { description: 'The room.', body: configuredRoom } },
    },
    handle: async (c) => {
      const { sources, ...fields } = await jsonBody(c, newRoom)
      const wanted = { ...fields, sources: await roomsOf(sources, parts) }
      await stored(() => parts.catalog.create(wanted), {
        wanted,
        principal: c.get('principal'),
        ...parts,
      })
      return c.json(describe(wanted, parts), 201)
    },
  }
}

function readRoute(parts: CatalogRouteParts): Route {
  return {
    method: 'GET',
    path: '/api/rooms/:slug',
    access: writer,
    doc: {
      tag: 'Rooms',
      summary: 'Returns the configuration of a room, and the status of its sources.',
      problems: ['no-such-room'],
      params,
      answers: { 200: { description: 'The room.', body: configuredRoom } },
    },
    handle: (c) => c.json(describe(roomOf(parts, c.req.param('slug')), parts)),
  }
}

function changeRoute(parts: CatalogRouteParts): Route {
  return {
    method: 'PATCH',
    path: '/api/rooms/:slug',
    access: writer,
    doc: {
      tag: 'Rooms',
      summary: 'Changes the fields in the body; `sources` and `omit` replace the whole list.',
      problems: ['no-such-room', 'conflict', 'not-a-room', 'no-answer'],
      params,
      body: changedRoom,
      answers: { 200: { description: 'The changed room.', body: configuredRoom } },
    },
    handle: async (c) => {
      const before = roomOf(parts, c.req.param('slug'))
      const { sources, ...fields } = await jsonBody(c, changedRoom)
      const named = sources && { sources: await roomsOf(sources, parts) }
      const wanted = { ...changed(before, fields, parts.clock.now()), ...named }
      await stored(() => parts.catalog.change(wanted), {
        wanted,
        principal: c.get('principal'),
        ...parts,
      })
      return c.json(describe(wanted, parts))
    },
  }
}

function removeRoute(parts: CatalogRouteParts): Route {
  return {
    method: 'DELETE',
    path: '/api/rooms/:slug',
    access: writer,
    doc: {
      tag: 'Rooms',
      summary: 'Removes a room; its events stay stored.',
      problems: ['no-such-room'],
      params,
      answers: { 204: { description: 'Removed.' } },
    },
    handle: async (c) => {
      const { slug: name } = roomOf(parts, c.req.param('slug'))
      await parts.catalog.remove(name)
      await parts.rooms.refresh(name) // after the answer the room publishes nothing more
      return c.body(null, 204)
    },
  }
}

function roomOf({ catalog }: CatalogRouteParts, name: string | undefined): ConfiguredRoom {
  const found = catalog.find(name ?? '')
  if (!found) throw new Problem('no-such-room', 'no room of this name is configured')
  return found
}

/** Returns a room with the requested changes. */
function changed(
  before: ConfiguredRoom,
  { schedule, override, ...rest }: Omit<z.output<typeof changedRoom>, 'sources'>,
  at: number,
): ConfiguredRoom {
  const timing = {
    ...(schedule === undefined ? {} : { schedule: schedule ?? undefined }),
    ...(override === undefined ? {} : { override: override ? { state: override, at } : undefined }),
  }
  const wanted = { ...before, ...defined(rest), ...timing }
  if (wanted.schedule) return wanted
  if (override) {
    throw new Problem('bad-request', 'override: this room has no schedule; change `enabled`')
  }
  return { ...wanted, override: undefined }
}

type Pasted = NonNullable<z.output<typeof changedRoom>['sources']>

/** Returns the sources with their ids. @throws Problem if a text names no room. */
function roomsOf(
  sources: Pasted,
  { platforms, findRoom }: CatalogRouteParts,
): Promise<ConfiguredRoom['sources']> {
  for (const { platform } of sources) {
    const refusal = platform === undefined ? undefined : refusalOfPlatform(platform, platforms)
    if (refusal !== undefined) throw new Problem('bad-request', `sources: ${refusal}`)
  }
  return Promise.all(
    sources.map(({ platform, ref }) => roomIn(ref, { findRoom, platform, field: 'sources' })),
  )
}

/** Runs a change of the catalog. @throws Problem `conflict` if a source belongs to another room. */
async function stored(work: () => Promise<void>, change: Change): Promise<void> {
  try {
    await work()
  } catch (cause) {
    if (!(cause instanceof Conflict)) throw cause
    throw new Problem('conflict', hiddenConflict(change) ?? cause.message, { cause })
  }
}

interface Change extends Pick<CatalogRouteParts, 'catalog'> {
  readonly wanted: ConfiguredRoom
  readonly principal: Principal
}

/** Returns the message for a conflict with a room hidden from the caller; undefined if there is none. */
function hiddenConflict({ wanted, principal, catalog }: Change): string | undefined {
  const hidden = wanted.sources.find((source) => {
    const owner = catalog.ownerOf(source)
    if (!owner || owner.slug === wanted.slug) return false
    const { slug: id, visibility } = owner
    return !decide(principal, 'list', { kind: 'configured', id, room: id, visibility }).allowed
  })
  return hidden && `source ${sourceName(hidden)} belongs to another room`
}

/** Returns an object without its undefined fields. */
function defined<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const named = Object.entries(given).filter(([, value]) => value !== undefined)
  return Object.fromEntries(named) as { [K in keyof T]?: Exclude<T[K], undefined> } // only filtered
}

function describe(
  configured: ConfiguredRoom,
  { rooms, platforms, logins }: CatalogRouteParts,
): object {
  const room = rooms.opened(configured.slug)
  const names = sourcesOf(configured.slug, configured)
  const plan = rooms.stateOf(configured)
  const { slug: name, title, visibility, enabled, omit, schedule } = configured
  return {
    slug: name,
    title,
    visibility,
    enabled,
    // A loaded room contains the rows of the database, which have more fields.
    sources: configured.sources.map(({ platform, ref }) => ({ platform, ref })),
    omit,
    schedule,
    // An override that a later change by the schedule replaced has no effect any more.
    override: plan.why === 'override' ? configured.override : undefined,
    listening: plan,
    status: sourceStatusesOf(names, room, platforms),
    cookies: Object.fromEntries(
      [...new Set(configured.sources.map(({ platform }) => platform))].flatMap((platform) =>
        logins.hasCookie(platform, configured.slug) ? [[platform, 'set']] : [],
      ),
    ),
    omitted: Object.fromEntries(room?.omitted ?? []),
  }
}
