import { z } from 'zod'
import { epochMs } from './common.ts'
import type { Api } from './endpoint.ts'
import { account, accountName, done, next, page } from './live-room.ts'

const people = z.object({ people: z.array(z.object({ account: accountName, at: epochMs })), next })

/** The endpoints of follows and of the history of an account. */
export const followApi = {
  'PUT /api/follows/:account': {
    tag: 'Live',
    summary: 'Follows a host.',
    problems: ['no-such-account', 'not-ready'],
    params: z.object({ account }),
    answers: { 204: done },
  },
  'DELETE /api/follows/:account': {
    tag: 'Live',
    summary: 'Follows a host no more.',
    problems: ['not-ready'],
    params: z.object({ account }),
    answers: { 204: done },
  },
  'GET /api/me/follows': {
    tag: 'Live',
    summary: 'Lists the hosts that the caller follows, the newest first.',
    problems: ['not-ready'],
    query: z.object(page),
    answers: {
      200: { description: 'A page.', body: people },
    },
  },
  'GET /api/me/history': {
    tag: 'Live',
    summary: 'Lists the rooms that the caller visited, the last one first.',
    problems: ['not-ready'],
    query: z.object(page),
    answers: {
      200: {
        description: 'A page.',
        body: z.object({
          visits: z.array(z.object({ id: z.string(), firstAt: epochMs, lastAt: epochMs })),
          next,
        }),
      },
    },
  },
} as const satisfies Api
