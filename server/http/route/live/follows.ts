import { followApi } from '../../../../proto/api/follow.ts'
import { liveUser } from '../../../live/live-draft.ts'
import { follow, followsOf, isFollowing, unfollow } from '../../../store/query/follow.ts'
import { type TimeCursor, visitsOf } from '../../../store/query/visit.ts'
import { type Call, defineRoutes } from '../../define-routes.ts'
import { Problem } from '../../problem.ts'
import type { Route } from '../../route.ts'
import { type LiveRouteParts, nameOf, personOf, requireAccount, requireLive } from './view.ts'

/** Returns the routes of follows, and of the history of an account. */
export function followRoutes(parts: LiveRouteParts): readonly Route[] {
  const { live, database, clock } = parts
  const follows = ({ principal, params }: FollowCall): Promise<boolean> =>
    isFollowing(database, personOf(principal, parts).id, params.account)
  const stateOf = async (call: FollowCall): Promise<object | undefined> =>
    (await follows(call)) ? { follows: true } : undefined
  return defineRoutes(followApi, {
    'GET /api/follows/:account': {
      access: 'participate',
      handle: async (call) => {
        requireLive(parts)
        return { follows: await follows(call) }
      },
    },
    'PUT /api/follows/:account': {
      access: 'participate',
      audit: stateOf,
      handle: async ({ params: { account: host }, principal }) => {
        requireLive(parts)
        const person = personOf(principal, parts)
        requireAccount(host, parts)
        if (host === person.id) throw new Problem('bad-request', 'account: nobody follows itself')
        const isNew = await follow(database, person.id, { host, at: clock.now() })
        const own = live.rooms.list().filter((room) => isNew && room.host === host)
        for (const { slug } of own) live.publish(slug, { type: 'follow', user: liveUser(person) })
      },
    },
    'DELETE /api/follows/:account': {
      access: 'participate',
      audit: stateOf,
      handle: async ({ params, principal }) => {
        requireLive(parts)
        await unfollow(database, personOf(principal, parts).id, params.account)
      },
    },
    'GET /api/me/follows': {
      access: 'participate',
      handle: async ({ principal, query: { cursor, limit } }) => {
        requireLive(parts)
        const { id } = personOf(principal, parts)
        const found = await followsOf(database, id, { after: placeOf(cursor), limit: limit + 1 })
        const people = found.slice(0, limit)
        return {
          people: people.map(({ host, at }) => ({ account: nameOf(host, parts), at })),
          next: nextOf(found.length > limit, people.at(-1), ({ host, at }) => ({ at, key: host })),
        }
      },
    },
    'GET /api/me/history': {
      access: 'participate',
      handle: (call) => historyOf(call, parts),
    },
  })
}

async function historyOf(
  { principal, query: { cursor, limit } }: Call<(typeof followApi)['GET /api/me/history']>,
  parts: LiveRouteParts,
) {
  requireLive(parts)
  const { id } = personOf(principal, parts)
  const found = await visitsOf(parts.database, id, { after: placeOf(cursor), limit: limit + 1 })
  const visits = found.slice(0, limit)
  return {
    visits: visits.map(({ room, firstAt, lastAt }) => ({ id: room, firstAt, lastAt })),
    next: nextOf(found.length > limit, visits.at(-1), ({ room, lastAt }) => ({
      at: lastAt,
      key: room,
    })),
  }
}

type FollowCall = Pick<
  Call<(typeof followApi)['PUT /api/follows/:account']>,
  'principal' | 'params'
>

/** Reads a cursor. @throws Problem if it is malformed. */
function placeOf(cursor: string | undefined): TimeCursor | undefined {
  if (cursor === undefined) return undefined
  const [, at, key] = /^(\d{1,15})\.(.{1,64})$/.exec(cursor) ?? []
  if (at === undefined || key === undefined) {
    throw new Problem('bad-request', 'cursor: must be the `next` of a page')
  }
  return { at: Number(at), key }
}

function nextOf<T>(
  isMore: boolean,
  last: T | undefined,
  place: (last: T) => TimeCursor,
): string | undefined {
  if (!isMore || last === undefined) return undefined
  const { at, key } = place(last)
  return `${at}.${key}`
}
