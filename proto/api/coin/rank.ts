import { z } from 'zod'
import { wholeNumber } from '../common.ts'
import type { Api } from '../endpoint.ts'
import { accountName, liveSlug, params } from '../live-room.ts'
import { coinCount } from './amount.ts'

const rank = z.int().min(1)
const limit = wholeNumber(1, 100).default(50)

const contributor = z
  .object({ rank, account: accountName, score: coinCount })
  .meta({ id: 'Contributor', description: 'Who gave how much in a live room.' })

const boardRow = z
  .object({
    rank,
    score: z.int().describe('Viewers, followers or coins.'),
    host: accountName,
    room: liveSlug.optional().describe('Absent on the board of followers.'),
    title: z.string().optional(),
  })
  .meta({ id: 'BoardRow', description: 'A place on a board of the server.' })

/** The boards of the server. */
export const boards = ['audience', 'followers', 'income'] as const

/** The endpoints of boards: of equal scores, who had it first is before the others. */
export const liveRankApi = {
  'GET /api/live/:id/rank': {
    tag: 'Coins',
    summary: 'Returns who gave most in a room; the feed has the same as `rank` events.',
    problems: ['no-such-room', 'not-ready'],
    params,
    query: z.object({
      of: z.enum(['broadcast', 'all']).default('broadcast').describe('The last broadcast, or all.'),
      limit,
    }),
    answers: {
      200: { description: 'The board.', body: z.object({ rows: z.array(contributor) }) },
    },
  },
  'GET /api/rank/:board': {
    tag: 'Coins',
    summary:
      'Returns a board of the public rooms: viewers (`audience`), followers of hosts, or income.',
    problems: ['not-ready'],
    params: z.object({ board: z.enum(boards) }),
    query: z.object({
      window: z
        .enum(['day', 'week', 'all'])
        .default('all')
        .describe('The last 24 hours, the last 7 days, or everything.'),
      limit,
    }),
    answers: { 200: { description: 'The board.', body: z.object({ rows: z.array(boardRow) }) } },
  },
} as const satisfies Api
