import type { z } from 'zod'
import { catalogApi, type changedRoom } from '../../../proto/api/catalog.ts'
import { decide } from '../../account/policy.ts'
import type { Principal } from '../../account/principal.ts'
import type { CredentialVault } from '../../account/credential-vault.ts'
import type { Clock } from '../../lib/time/clock.ts'
import type { Platform } from '../../platform/platform.ts'
import { refusalOfPlatform } from '../../platform/registry.ts'
import { type Catalog, type ConfiguredRoom, sourceName } from '../../room/catalog.ts'
import type { Rooms } from '../../room/rooms.ts'
import { scheduleProblem } from '../../room/schedule.ts'
import { Conflict } from '../../store/query/conflict.ts'
import type { FindRoom } from '../../upstream/find-room.ts'
import type { Access } from '../auth/authorize.ts'
import { defineRoutes } from '../define-routes.ts'
import { Problem } from '../problem.ts'
import type { Route } from '../route.ts'
import { sourcesOf, sourceStatusesOf } from '../source-status.ts'

/** Dependencies of {@link catalogRoutes}. */
export interface CatalogRouteParts {
  readonly catalog: Catalog
  readonly rooms: Rooms
  readonly platforms: ReadonlyMap<string, Platform>
  readonly findRoom: FindRoom
  readonly vault: Pick<CredentialVault, 'hasCookie'>
  readonly clock: Clock
}

const oneRoom: Access = { action: 'configure', room: 'slug' }

/** Returns the routes of `/api/rooms`, the configured rooms. Changes act at once. */
export function catalogRoutes(parts: CatalogRouteParts): readonly Route[] {
  const { catalog, rooms, clock } = parts
  return defineRoutes(catalogApi, {
    'POST /api/rooms': {
      access: 'configure',
      audit: ({ body }) => catalog.find(body.slug),
      handle: async ({ body: { sources, ...fields }, principal }) => {
        const wanted = { ...fields, sources: await roomsOf(sources, parts) }
        requireOwnAllowed(wanted, principal, parts)
        requirePossible(wanted, principal, parts)
        await catalog.create(wanted)
        return describe(wanted, parts)
      },
    },
    'GET /api/rooms/:slug': {
      access: oneRoom,
      handle: ({ params }) => describe(roomOf(catalog, params.slug), parts),
    },
    'PATCH /api/rooms/:slug': {
      access: oneRoom,
      audit: ({ params }) => catalog.find(params.slug),
      handle: async ({ params, body: { sources, ...fields }, principal }) => {
        const before = roomOf(catalog, params.slug)
        const named = sources && { sources: await roomsOf(sources, parts) }
        const wanted = { ...changed(before, fields, clock.now()), ...named }
        requireOwnAllowed(wanted, principal, parts, before)
        requirePossible(wanted, principal, parts)
        await catalog.change(wanted)
        return describe(wanted, parts)
      },
    },
    'DELETE /api/rooms/:slug': {
      access: oneRoom,
      audit: ({ params }) => catalog.find(params.slug),
      handle: async ({ params }) => {
        const { slug } = roomOf(catalog, params.slug)
        await catalog.remove(slug)
        await rooms.refresh(slug) // after the answer the room publishes nothing more
      },
    },
  })
}

function roomOf(catalog: Catalog, slug: string): ConfiguredRoom {
  const found = catalog.find(slug)
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

/** Returns the sources with their ids. @throws the errors of {@link FindRoom}. */
function roomsOf(
  sources: Pasted,
  { platforms, findRoom }: CatalogRouteParts,
): Promise<ConfiguredRoom['sources']> {
  for (const { platform } of sources) {
    const refusal = platform === undefined ? undefined : refusalOfPlatform(platform, platforms)
    if (refusal !== undefined) throw new Problem('bad-request', `sources: ${refusal}`)
  }
  return Promise.all(sources.map(({ platform, ref }) => findRoom(ref, platform)))
}

/**
 * Checks a wanted room before it is stored.
 *
 * @throws Problem if its schedule is wrong; Conflict if a source belongs to a room that is hidden from
 *   the caller: the message of the catalog would name that room.
 */
function requirePossible(
  wanted: ConfiguredRoom,
  principal: Principal,
  { catalog, rooms }: CatalogRouteParts,
): void {
  const wrong = wanted.schedule && scheduleProblem(wanted.schedule)
  if (wrong !== undefined) throw new Problem('bad-request', `schedule: ${wrong}`)
  const hidden = wanted.sources.find((source) => {
    const owner = catalog.ownerOf(source)
    if (!owner || owner.slug === wanted.slug) return false
    return !decide(principal, 'list', rooms.find(owner.slug)).allowed
  })
  if (hidden) throw new Conflict(`source ${sourceName(hidden)} belongs to another room`)
}

/**
 * Checks that a caller may use the live rooms among new sources: the readers of the configured room
 * read them there.
 *
 * @throws Problem if not, the same for a live room that does not exist.
 */
function requireOwnAllowed(
  { sources }: ConfiguredRoom,
  principal: Principal,
  { platforms, rooms }: CatalogRouteParts,
  before?: ConfiguredRoom,
): void {
  const there = new Set(before?.sources.map(sourceName))
  for (const source of sources) {
    const room = sourceName(source)
    if (platforms.get(source.platform)?.kind !== 'own' || there.has(room)) continue
    const { allowed } = decide(principal, 'configure', { kind: 'named', room })
    if (!allowed || 'refused' in rooms.find(room)) {
      throw new Problem('bad-request', `sources: there is no live room ${source.ref} for you`)
    }
  }
}

/** Returns an object without its undefined fields. */
function defined<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const named = Object.entries(given).filter(([, value]) => value !== undefined)
  return Object.fromEntries(named) as { [K in keyof T]?: Exclude<T[K], undefined> } // only filtered
}

function describe(configured: ConfiguredRoom, { rooms, platforms, vault }: CatalogRouteParts) {
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
        vault.hasCookie(platform, configured.slug) ? [[platform, 'set'] as const] : [],
      ),
    ),
    omitted: Object.fromEntries(room?.omitted ?? []),
  }
}
