import { z } from 'zod'
import { readRoomAddress } from '../../../proto/input/room-address.ts'
import { RiskControl, RoomNotFound } from '../../platform/errors.ts'
import type { NamedSource } from '../../platform/named-source.ts'
import type { Platform } from '../../platform/platform.ts'
import { sitesOf } from '../../platform/registry.ts'
import { ShortLinkRefused } from '../../platform/room-on-site.ts'
import { AddressRefused, type FindRoom } from '../../upstream/find-room.ts'
import { jsonBody } from '../body.ts'
import { problemOf } from '../auth/room-entry.ts'
import { Problem } from '../problem.ts'
import { decide } from '../../account/policy.ts'
import type { Route } from '../route.ts'
import { pastedRoom } from './catalog-shape.ts'

/** Dependencies of {@link roomAddressRoutes}. */
export interface RoomAddressRouteParts {
  readonly platforms: ReadonlyMap<string, Platform>
  readonly findRoom: FindRoom
}

const sitePage = z.object({
  at: z.array(z.string()),
  path: z.string().optional(),
  query: z.array(z.string()).optional(),
  gives: z.enum(['room', 'broadcast', 'short-link', 'profile', 'video', 'no-room']),
})

const words = z.object({ en: z.string(), 'zh-CN': z.string() })

const site = z
  .object({
    platform: z.string(),
    title: words,
    off: z.boolean().optional().describe('True if the setting PLATFORMS excludes it.'),
    aliases: z
      .array(z.string())
      .optional()
      .describe('Names of the platform that users write before a room.'),
    ref: z.string().optional().describe('A regular expression for a whole ref.'),
    refIs: words.optional().describe('The same in words.'),
    broadcast: z.string().optional().describe('The same for the id of one broadcast.'),
    numbered: z.boolean().optional().describe('True if a number alone may be a room.'),
    example: z.string().optional(),
    pages: z
      .array(sitePage)
      .optional()
      .describe('The forms of its addresses; the first match wins.'),
  })
  .meta({ id: 'Site', description: 'The names of a platform and the forms of its room addresses.' })

const found = z.object({
  rooms: z
    .array(z.string())
    .min(1)
    .describe('Ids to subscribe to; several if the text may mean any of them.'),
})

const pasted = z.strictObject({
  text: pastedRoom.describe('A link, a share text with a link in it, `B站5440`, a number …'),
})

// The number of links that are followed at once; each takes a few requests.
const maxLookups = 8

/** Returns the routes `/api/platforms` (lists sites) and `/api/room-address` (reads pasted text). */
export function roomAddressRoutes(parts: RoomAddressRouteParts): readonly Route[] {
  return [platformsRoute(parts), readRoute(parts)]
}

function platformsRoute({ platforms }: RoomAddressRouteParts): Route {
  return {
    method: 'GET',
    path: '/api/platforms',
    access: 'public',
    shared: true,
    doc: {
      tag: 'Rooms',
      summary: 'Lists the platforms, and the forms of their room addresses.',
      answers: {
        200: { description: 'The platforms.', body: z.object({ platforms: z.array(site) }) },
      },
    },
    handle: (c) => c.json({ platforms: sitesOf(platforms) }),
  }
}

function readRoute(parts: RoomAddressRouteParts): Route {
  let lookups = 0
  return {
    method: 'POST',
    path: '/api/room-address',
    access: 'read',
    doc: {
      tag: 'Rooms',
      summary:
        'Finds the room in a pasted text; follows a short link for callers who may open its room.',
      problems: ['not-a-room', 'no-answer'],
      body: pasted,
      answers: { 200: { description: 'The room, or those that may be meant.', body: found } },
    },
    handle: async (c) => {
      const { text } = await jsonBody(c, pasted)
      const reading = readRoomAddress(text, sitesOf(parts.platforms))
      if (reading.kind === 'slug') return c.json({ rooms: [reading.slug] })
      if (reading.kind === 'choice') return c.json({ rooms: reading.rooms.map(idOf) })
      if (reading.kind !== 'short-link' && reading.kind !== 'broadcast') {
        return c.json({ rooms: [idOf(await roomIn(text, parts))] })
      }
      const room = `${reading.platform}:`
      const principal = c.get('principal')
      const decision = decide(principal, 'read', { kind: 'on-demand', id: room, room })
      if (!decision.allowed) throw problemOf(decision, principal)
      if (lookups >= maxLookups) {
        throw new Problem('too-many-requests', 'too many links are being followed', {
          afterMs: 2_000,
        })
      }
      lookups += 1
      try {
        return c.json({ rooms: [idOf(await roomIn(text, parts))] })
      } finally {
        lookups -= 1
      }
    },
  }
}

function idOf({ platform, ref }: NamedSource): string {
  return `${platform}:${ref}`
}

/** Options of {@link roomIn}. */
export interface RoomSearch {
  readonly findRoom: FindRoom
  /** The only platform that is accepted. */
  readonly platform?: string | undefined
  /** The field of the body that holds the text, for error messages. */
  readonly field?: string
}

/** Returns the room that a pasted text names. @throws Problem with the reason if there is none. */
export async function roomIn(
  text: string,
  { findRoom, platform, field = 'text' }: RoomSearch,
): Promise<NamedSource> {
  try {
    return await findRoom(text, platform)
  } catch (cause) {
    if (cause instanceof AddressRefused || cause instanceof ShortLinkRefused) {
      const { refused: reason, message } = cause
      throw new Problem('not-a-room', `${field}: ${message}`, { cause, reason })
    }
    if (cause instanceof RoomNotFound) {
      throw new Problem('not-a-room', `${field}: ${cause.message}`, { cause })
    }
    const why = cause instanceof RiskControl ? cause.message : 'the link cannot be followed now'
    throw new Problem('no-answer', `${field}: ${why}`, { cause })
  }
}
