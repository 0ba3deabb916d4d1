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

/** How well a source is heard, as the API tells it. */
export const sourceStatus = z
  .object({
    source: z.string().describe('`platform:ref`.'),
    state: z
      .enum(['connecting', 'open', 'stalled', 'blocked', 'ended', 'failed'])
      .optional()
      .describe('As in the `source` event; absent until it was begun.'),
    since: time.optional().describe('Since when it is in this state.'),
    lastEventAt: time
      .optional()
      .describe('When it last said anything, left out of the feed or not.'),
    retryAt: time.optional().describe('When it is tried next.'),
    reason: z.string().optional(),
    reasonCode: z.string().optional().describe('As in the `source` event.'),
    coverage: coverage
      .optional()
      .describe('How much of its chat arrives; absent until enough was compared.'),
    limits: z.array(limit).describe('What is missing from what we hear now.'),
    login: login.optional().describe('Who we are to the platform now.'),
    offers: z
      .array(z.object({ login, limits: z.array(limit), gives: z.string() }))
      .describe('What the platform gives to whom, the least first.'),
  })
  .meta({ id: 'SourceStanding', description: 'How well a source is heard.' })

/** Whether a room listens now, as the API tells it. */
export const listening = z
  .object({
    open: z.boolean(),
    why: z.enum(['always', 'disabled', 'schedule', 'override']),
    changesAt: time.optional().describe('When that changes by itself.'),
  })
  .meta({ id: 'Listening', description: 'Whether a room listens to its sources now, and why.' })

/** How many events of each type a room left out since it is open. */
export const omitted = z.record(z.string(), z.int())

/** The names of the sources that a room has now. */
export function sourcesOf(id: string, configured: ConfiguredRoom | undefined): readonly string[] {
  return configured ? configured.sources.map(sourceName) : [id]
}

/** How each of these sources stands; undefined where the room is closed. */
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
