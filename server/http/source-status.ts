import { z } from 'zod'
import type { Coverage } from '../../proto/feed/index.ts'
import { coverage } from '../../proto/feed/schema/common.ts'
import type { Room } from '../hub/room.ts'
import type { AccessTier } from '../platform/connector.ts'
import type { Platform } from '../platform/platform.ts'
import { type ConfiguredRoom, sourceName } from '../room/catalog.ts'

const time = z.int().describe('Epoch milliseconds.')
const limit = z.enum(['masked', 'anonymous', 'login-needed', 'sampled'])
const login = z.enum(['guest', 'account', 'app'])

/** The reception of a source, as the API reports it. */
export const sourceStatus = z
  .object({
    source: z.string().describe('`platform:ref`.'),
    state: z
      .enum(['connecting', 'open', 'stalled', 'blocked', 'ended', 'failed'])
      .optional()
      .describe('As in the `source` event; absent until the source was started.'),
    since: time.optional().describe('The time at which this state began.'),
    lastEventAt: time
      .optional()
      .describe('The last message of the source, also one that the feed leaves out.'),
    retryAt: time.optional().describe('The time of the next attempt.'),
    reason: z.string().optional(),
    reasonCode: z.string().optional().describe('As in the `source` event.'),
    coverage: coverage
      .optional()
      .describe('The share of its chat that arrives; absent until enough was compared.'),
    limits: z.array(limit).describe('The limits of the current login.'),
    login: login.optional().describe('The current login at the platform.'),
    offers: z
      .array(z.object({ login, limits: z.array(limit), gives: z.string() }))
      .describe('The access that each login has, the least first.'),
  })
  .meta({ id: 'SourceStatus', description: 'The reception of a source.' })

/** The listening state of a room, as the API reports it. */
export const listening = z
  .object({
    open: z.boolean(),
    why: z.enum(['always', 'disabled', 'schedule', 'override']),
    changesAt: time.optional().describe('The time of the next change by the schedule.'),
  })
  .meta({ id: 'Listening', description: 'The listening state of a room, and its cause.' })

/** The number of events of each type that a room has left out since it opened. */
export const omitted = z.record(z.string(), z.int())

/** Returns the names of the current sources of a room. */
export function sourcesOf(id: string, configured: ConfiguredRoom | undefined): readonly string[] {
  return configured ? configured.sources.map(sourceName) : [id]
}

/** Returns the status of each source; its state is undefined while the room is closed. */
export function sourceStatusesOf(
  sources: readonly string[],
  room: Room | undefined,
  platforms: ReadonlyMap<string, Platform>,
): readonly object[] {
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
