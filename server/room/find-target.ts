import { parseRoomId } from '../../proto/feed/index.ts'
import type { Platform } from '../platform/platform.ts'
import type { Visibility } from '../store/query/room.ts'
import type { OwnSources } from '../upstream/source.ts'
import { type Catalog, type ConfiguredRoom, sourceName, type SourceRef } from './catalog.ts'
import { noSuchRoom, notReady, type RoomDenied } from './room-denied.ts'
import type { ConfiguredTarget, OwnTarget, RoomTarget } from './room-target.ts'

/** Returns a live room of this server by its name, or why it is not known; undefined if there is none. */
export type FindOwnRoom = (
  ref: string,
) => Pick<OwnTarget, 'visibility' | 'roleOf'> | RoomDenied | undefined

/** The live rooms of this server. */
export interface OwnRooms extends OwnSources {
  readonly find: FindOwnRoom
}

/** The rooms that an id may mean. */
export interface TargetParts {
  readonly platforms: ReadonlyMap<string, Platform>
  readonly findOwnRoom: FindOwnRoom
  /** The configured rooms; undefined until they are known. */
  readonly catalog: Catalog | undefined
}

/** Returns the present target of an id, or why there is none. */
export function findTarget(id: string, parts: TargetParts): RoomTarget | RoomDenied {
  const { platforms, catalog } = parts
  const parsed = parseRoomId(id)
  if (!parsed) return { refused: 'malformed', reason: 'a room is a slug or platform:ref' }
  if (parsed.kind === 'slug') {
    const configured = catalog?.find(parsed.slug)
    return configured ? configuredTarget(id, configured, parts) : missing(parts)
  }
  const platform = platforms.get(parsed.platform)
  if (platform?.kind === 'own') return ownTarget(id, parsed, parts)
  const configured = catalog?.ownerOf(parsed)
  const costly = platform?.kind === 'generated' ? platform.costOf?.(parsed.ref) : undefined
  if (configured) return { ...configuredTarget(id, configured, parts), costly }
  return { kind: 'on-demand', id, room: id, costly }
}

function ownTarget(id: string, source: SourceRef, parts: TargetParts): RoomTarget | RoomDenied {
  const { catalog, findOwnRoom } = parts
  const room = catalog && findOwnRoom(source.ref)
  if (!room) return missing(parts)
  if ('refused' in room) return room
  const target = { ...room, kind: 'own', id, room: id, ref: source.ref } as const
  const configured = catalog.ownerOf(source)
  if (!configured) return target
  const others = configured.sources.filter((one) => sourceName(one) !== id)
  const within = configuredTarget(id, { ...configured, sources: others }, parts)
  return { ...target, room: configured.slug, within }
}

/** The copy of an earlier run may lack rooms: before the load, an unknown name may be a room. */
function missing({ catalog }: TargetParts): RoomDenied {
  return catalog?.loaded === true ? noSuchRoom : notReady
}

/** Returns a configured room, as hidden as the most hidden of the live rooms among its sources. */
function configuredTarget(
  id: string,
  { slug, visibility, sources }: Pick<ConfiguredRoom, 'slug' | 'visibility' | 'sources'>,
  { platforms, findOwnRoom }: TargetParts,
): ConfiguredTarget {
  const own = sources.filter(({ platform }) => platforms.get(platform)?.kind === 'own')
  // What an unknown live room once published may be private.
  const all = [visibility, ...own.map(({ ref }) => visibilityOf(findOwnRoom(ref)))]
  return { kind: 'configured', id, room: slug, visibility: strictest(all) }
}

function visibilityOf(room: ReturnType<FindOwnRoom>): Visibility {
  return room && 'visibility' in room ? room.visibility : 'private'
}

const byStrictness: readonly Visibility[] = ['private', 'unlisted', 'public']

function strictest(all: readonly Visibility[]): Visibility {
  return byStrictness.find((one) => all.includes(one)) ?? 'private'
}
