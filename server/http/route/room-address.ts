import { roomAddressApi } from '../../../proto/api/room-address.ts'
import { readRoomAddress } from '../../../proto/input/room-address.ts'
import { decide } from '../../account/policy.ts'
import type { Principal } from '../../account/principal.ts'
import type { NamedSource } from '../../platform/named-source.ts'
import type { Platform } from '../../platform/platform.ts'
import { sitesOf } from '../../platform/registry.ts'
import type { FindRoom } from '../../upstream/find-room.ts'
import { problemOf } from '../auth/room-entry.ts'
import { defineRoutes } from '../define-routes.ts'
import { Problem } from '../problem.ts'
import type { Route } from '../route.ts'

/** Dependencies of {@link roomAddressRoutes}. */
export interface RoomAddressRouteParts {
  readonly platforms: ReadonlyMap<string, Platform>
  readonly findRoom: FindRoom
}

// The number of links that are followed at once; each takes a few requests.
const maxLookups = 8

/** Returns the routes `/api/platforms` (lists sites) and `/api/room-address` (reads pasted text). */
export function roomAddressRoutes({
  platforms,
  findRoom,
}: RoomAddressRouteParts): readonly Route[] {
  const limited = limitLookups(findRoom)
  return defineRoutes(roomAddressApi, {
    'GET /api/platforms': {
      access: 'public',
      shared: true,
      handle: () => ({ platforms: sitesOf(platforms) }),
    },
    'POST /api/room-address': {
      access: 'read',
      audit: 'none', // changes nothing
      handle: async ({ body: { text }, principal }) => {
        const reading = readRoomAddress(text, sitesOf(platforms))
        if (reading.kind === 'slug') return { rooms: [reading.slug] }
        if (reading.kind === 'choice') return { rooms: reading.rooms.map(idOf) }
        if (reading.kind !== 'short-link' && reading.kind !== 'broadcast') {
          return { rooms: [idOf(await findRoom(text))] }
        }
        requireOnDemand(principal, reading.platform)
        return { rooms: [idOf(await limited(text))] }
      },
    },
  })
}

/** Checks that a caller may open rooms of a platform on demand: a link is followed for them only. */
function requireOnDemand(principal: Principal, platform: string): void {
  const room = `${platform}:`
  const decision = decide(principal, 'read', { kind: 'on-demand', id: room, room })
  if (!decision.allowed) throw problemOf(decision, principal)
}

function limitLookups(findRoom: FindRoom): FindRoom {
  let lookups = 0
  return async (text, platform) => {
    if (lookups >= maxLookups) {
      throw new Problem('too-many-requests', 'too many links are being followed', {
        afterMs: 2_000,
      })
    }
    lookups += 1
    try {
      return await findRoom(text, platform)
    } finally {
      lookups -= 1
    }
  }
}

function idOf({ platform, ref }: NamedSource): string {
  return `${platform}:${ref}`
}
