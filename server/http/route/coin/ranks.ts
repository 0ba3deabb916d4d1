import { liveRankApi } from '../../../../proto/api/coin/rank.ts'
import {
  audienceBoard,
  contributorsOf,
  followersBoard,
  incomeBoard,
  type Scored,
} from '../../../store/query/coin/board.ts'
import { defineRoutes } from '../../define-routes.ts'
import type { Route } from '../../route.ts'
import { type LiveRouteParts, nameOf, requireLive } from '../live/view.ts'

const dayMs = 86_400_000
const windowMs = { day: dayMs, week: 7 * dayMs, all: Infinity }

const queries = { audience: audienceBoard, followers: followersBoard, income: incomeBoard }

/** Returns the routes of boards, which are read from the tables at each request. */
export function rankRoutes(parts: LiveRouteParts): readonly Route[] {
  const { live, database, clock } = parts
  return defineRoutes(liveRankApi, {
    'GET /api/live/:id/rank': {
      access: { action: 'read', live: 'id' },
      handle: async ({ params, query: { of, limit } }) => {
        requireLive(parts)
        const { slug, broadcast } = live.rooms.get(params.id)
        const number = of === 'all' ? undefined : broadcast.number
        const found = await contributorsOf(database, slug, { number, limit })
        const rows = found.map(({ of: account, score }, index) => ({
          rank: index + 1,
          account: nameOf(account, parts),
          score,
        }))
        return { rows }
      },
    },
    'GET /api/rank/:board': {
      access: 'public',
      handle: async ({ params: { board }, query: { window, limit } }) => {
        requireLive(parts)
        const since = Math.max(0, clock.now() - windowMs[window])
        const found = await queries[board](database, { since, limit })
        const viewOf = board === 'followers' ? viewOfHost : viewOfRoom
        return { rows: found.map((row, index) => viewOf(row, index + 1, parts)) }
      },
    },
  })
}

function viewOfHost({ of, score }: Scored, rank: number, parts: LiveRouteParts) {
  return { rank, score, host: nameOf(of, parts) }
}

function viewOfRoom({ of, score }: Scored, rank: number, parts: LiveRouteParts) {
  const { host, broadcast } = parts.live.rooms.get(of)
  return { rank, score, host: nameOf(host, parts), room: of, title: broadcast.title }
}
