import { z } from 'zod'
import { epochMs } from './common.ts'
import type { Api } from './endpoint.ts'
import { account, accountName, done, next, page } from './live-room.ts'

const people = z.object({ people: z.array(z.object({ account: accountName, at: epochMs })), next })

const ofHost = { tag: 'Live', params: z.object({ account }) } as const

/** The endpoints of follows and of the history of an account. */
export const followApi = {
  'GET /api/follows/:account': {
    ...ofHost,
    summary: 'Returns whether the caller follows a host.',
    problems: ['not-ready'],
    answers: { 200: { description: 'The state.', body: z.object({ follows: z.boolean() }) } },
  },
  'PUT /api/follows/:account': {
    ...ofHost,
    summary: 'Follows a host.',
    problems: ['no-such-account', 'not-ready'],
    answers: { 204: done },
  },
  'DELETE /api/follows/:account': {
    ...ofHost,
    summary: 'Follows a host no more.',
    problems: ['not-ready'],
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
