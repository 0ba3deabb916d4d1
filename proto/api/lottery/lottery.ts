import { z } from 'zod'
import { epochMs } from '../common.ts'
import type { Api } from '../endpoint.ts'
import { accountName, done, params } from '../live-room.ts'

const prize = z.object({
  name: z.string().trim().min(1).max(80),
  count: z.int().min(1).max(100).describe('The number of winners of it.'),
})

const hash = z.string().describe('SHA-256, hex.')

/** The lottery as all may see it. */
const lottery = z
  .object({
    id: z.string(),
    state: z
      .enum(['open', 'closed', 'drawn', 'cancelled'])
      .describe('`closed` takes no entries any more, and waits for the draw.'),
    prizes: z.array(prize),
    rule: z.enum(['anyone', 'followers']),
    openedAt: epochMs,
    endsAt: epochMs.describe('The end of entries.'),
    finishedAt: epochMs.optional(),
    entries: z.int().describe('The number of entries.'),
    entered: z.boolean().optional().describe('True if the caller has entered.'),
    seedHash: hash.describe('The hash of the 32 bytes of the seed, fixed at the opening.'),
    entriesHash: hash
      .optional()
      .describe('The hash of the sorted entries, one a line; fixed at the end of entries.'),
    seed: z.string().optional().describe('32 bytes in hex, shown with the winners.'),
    winners: z.array(accountName.extend({ prize: z.string() })).optional(),
  })
  .meta({ id: 'Lottery', description: 'A draw among the viewers of a live room.' })

/** A lottery with its entries. */
export const lotteryProof = lottery
  .extend({
    accounts: z.array(z.string()).optional().describe('The entries, once there are no more.'),
  })
  .meta({ id: 'LotteryProof', description: 'A lottery with what it takes to compute it again.' })

const one = z.object({ id: z.string(), lottery: z.string() })
const lotteryProblems = ['no-such-room', 'not-found', 'wrong-state', 'not-ready'] as const

const dayMs = 86_400_000

/** The endpoints of lotteries. */
export const lotteryApi = {
  'GET /api/live/:id/lotteries': {
    tag: 'Lotteries',
    summary: 'Lists the last 20 lotteries of a room, the newest first.',
    problems: ['no-such-room', 'not-ready'],
    params,
    answers: {
      200: { description: 'The lotteries.', body: z.object({ lotteries: z.array(lottery) }) },
    },
  },
  'POST /api/live/:id/lotteries': {
    tag: 'Lotteries',
    summary: 'Opens a lottery in a broadcast that is live; a room has one at a time.',
    problems: ['no-such-room', 'conflict', 'wrong-state', 'not-ready'],
    params,
    body: z.strictObject({
      prizes: z.array(prize).min(1).max(10),
      rule: z.enum(['anyone', 'followers']).default('anyone'),
      lastsMs: z
        .int()
        .min(5_000)
        .max(7 * dayMs)
        .describe('The time for entries.'),
    }),
    answers: { 201: { description: 'The lottery.', body: lottery } },
  },
  'GET /api/live/:id/lotteries/:lottery': {
    tag: 'Lotteries',
    summary: 'Returns a lottery with all that it takes to compute its winners.',
    problems: ['no-such-room', 'not-found', 'not-ready'],
    params: one,
    answers: { 200: { description: 'The lottery.', body: lotteryProof } },
  },
  'POST /api/live/:id/lotteries/:lottery/entries': {
    tag: 'Lotteries',
    summary: 'Enters a lottery; entering again changes nothing.',
    problems: [...lotteryProblems, 'too-many-requests'],
    params: one,
    answers: { 204: done },
  },
  'POST /api/live/:id/lotteries/:lottery/draw': {
    tag: 'Lotteries',
    summary: 'Draws the winners after the end of entries, and shows the seed.',
    problems: lotteryProblems,
    params: one,
    answers: { 200: { description: 'The lottery.', body: lotteryProof } },
  },
  'POST /api/live/:id/lotteries/:lottery/cancel': {
    tag: 'Lotteries',
    summary: 'Ends a lottery without winners.',
    problems: lotteryProblems,
    params: one,
    answers: { 200: { description: 'The lottery.', body: lotteryProof } },
  },
} as const satisfies Api
