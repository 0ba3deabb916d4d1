import { z } from 'zod'
import { wholeNumber } from './common.ts'
import type { Api } from './endpoint.ts'
import {
  accountName,
  cover,
  liveRoom,
  liveSlug,
  next,
  page,
  params,
  rules,
  theRoom,
  title,
  visibility,
} from './live-room.ts'

const changing = <S extends string>(summary: S) =>
  ({
    tag: 'Live',
    params,
    summary,
    problems: ['no-such-room', 'wrong-state', 'not-ready'],
    answers: { 200: theRoom },
  }) as const

/** The endpoints of live rooms. */
export const liveApi = {
  'GET /api/live': {
    tag: 'Live',
    summary: 'Lists the public live rooms, or those of the caller: those that are live first.',
    query: z.object({
      ...page,
      state: wholeNumber(0, 3).optional(),
      host: z.literal('me').optional().describe('The rooms of the caller, hidden ones too.'),
    }),
    answers: {
      200: { description: 'A page.', body: z.object({ rooms: z.array(liveRoom), next }) },
    },
  },
  'POST /api/live': {
    tag: 'Live',
    summary: 'Creates a live room, whose address stays, with its first broadcast.',
    problems: ['conflict', 'not-ready'],
    body: z.strictObject({
      id: liveSlug.optional().describe('Drawn by the server if absent.'),
      title,
      cover: cover.optional(),
      visibility: visibility.default('public'),
    }),
    answers: { 201: { description: 'The room.', body: liveRoom } },
  },
  'GET /api/live/:id': {
    tag: 'Live',
    summary: 'Returns a live room.',
    problems: ['no-such-room', 'not-ready'],
    params,
    answers: { 200: theRoom },
  },
  'PATCH /api/live/:id': {
    tag: 'Live',
    summary: 'Changes the fields in the body; of the rules, too.',
    problems: ['no-such-room', 'not-ready'],
    params,
    body: z.strictObject({
      title: title.optional(),
      cover: cover.nullable().optional(),
      visibility: visibility.optional(),
      rules: rules.partial().optional(),
    }),
    answers: { 200: theRoom },
  },
  'POST /api/live/:id/broadcasts': {
    tag: 'Live',
    summary: 'Creates the next broadcast after the last one has ended; it begins with state 0.',
    problems: ['no-such-room', 'wrong-state', 'not-ready'],
    params,
    body: z.strictObject({ title, cover: cover.optional() }),
    answers: { 201: theRoom },
  },
  'POST /api/live/:id/start': changing('Starts the broadcast.'),
  'POST /api/live/:id/pause': changing('Pauses the broadcast.'),
  'POST /api/live/:id/resume': changing('Resumes the broadcast.'),
  'POST /api/live/:id/end': changing('Ends the broadcast for good.'),
  'GET /api/live/:id/viewers': {
    tag: 'Live',
    summary: 'Returns the viewers of now; at most 100 accounts.',
    problems: ['no-such-room', 'not-ready'],
    params,
    answers: {
      200: {
        description: 'The viewers.',
        body: z.object({
          online: z.int().describe('Accounts once, other viewers by connection.'),
          connections: z.int(),
          seen: z.int().optional().describe('Accounts that were ever here.'),
          accounts: z.array(accountName),
        }),
      },
    },
  },
} as const satisfies Api
