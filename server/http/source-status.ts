import type { SourceStatus } from '../../proto/api/room.ts'
import type { Coverage } from '../../proto/feed/index.ts'
import type { Room } from '../hub/room.ts'
import type { AccessTier } from '../platform/connector.ts'
import type { Platform } from '../platform/platform.ts'
import { type ConfiguredRoom, sourceName } from '../room/catalog.ts'

/** Returns the names of the current sources of a room. */
export function sourcesOf(id: string, configured: ConfiguredRoom | undefined): readonly string[] {
  return configured ? configured.sources.map(sourceName) : [id]
}

/** Returns the status of each source; its state is undefined while the room is closed. */
export function sourceStatusesOf(
  sources: readonly string[],
  room: Room | undefined,
  platforms: ReadonlyMap<string, Platform>,
): readonly SourceStatus[] {
  return sources.map((source) => {
    const health = room?.healthOf(source)
    const { state, limits = [], login: now, reason, reasonCode, retryAt } = health?.latest ?? {}
    const { since, lastEventAt } = health ?? {}
    const offers = offersOf(source, platforms)
    const why = { reason, reasonCode, retryAt, coverage: room && coverageOf(source, room) }
    return { source, state, since, lastEventAt, ...why, limits, login: now, offers }
  })
}

function coverageOf(source: string, room: Room): Coverage | undefined {
  for (const event of room.state()) {
    if (event.type === 'stats' && event.source === source) return event.coverage
  }
  return undefined
}

function offersOf(source: string, platforms: ReadonlyMap<string, Platform>): readonly AccessTier[] {
  const platform = platforms.get(source.slice(0, source.indexOf(':')))
  return platform?.kind === 'wire' ? (platform.offers ?? []) : []
}
