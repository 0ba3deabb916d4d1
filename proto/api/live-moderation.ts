import { z } from 'zod'
import { epochMs } from './common.ts'
import type { Api } from './endpoint.ts'
import { account, accountName, commentId, done, params, theRoom } from './live-room.ts'

const ban = z.object({
  account: accountName,
  until: epochMs.optional().describe('The end of a mute; a ban has none.'),
  reason: z.string().optional(),
  by: account,
  at: epochMs,
})

const onePerson = z.object({ id: z.string(), account })
const person = z.object({ account: accountName, at: epochMs })
const people = z.object({ people: z.array(person) })

const common = { tag: 'Live', params, problems: ['no-such-room', 'not-ready'] } as const
const onPerson = { ...common, params: onePerson } as const

const listing = <S extends string>(summary: S) =>
  ({
    ...common,
    summary,
    answers: { 200: { description: 'The accounts.', body: people } },
  }) as const
const adding = <S extends string>(summary: S) =>
  ({
    ...onPerson,
    summary,
    problems: ['no-such-room', 'no-such-account', 'not-ready'],
    answers: { 204: done },
  }) as const
const removing = <S extends string>(summary: S) =>
  ({ ...onPerson, summary, answers: { 204: done } }) as const

/** The endpoints of moderation of a live room. */
export const liveModerationApi = {
  'PUT /api/live/:id/pin': {
    tag: 'Live',
    summary: 'Pins a comment, in place of the one before.',
    problems: ['no-such-room', 'not-found', 'not-ready'],
    params,
    body: z.strictObject({ comment: commentId }),
    answers: { 200: theRoom },
  },
  'DELETE /api/live/:id/pin': {
    tag: 'Live',
    summary: 'Removes the pin.',
    problems: ['no-such-room', 'not-ready'],
    params,
    answers: { 200: theRoom },
  },
  'GET /api/live/:id/bans': {
    tag: 'Live',
    summary: 'Lists the accounts that may not write.',
    problems: ['no-such-room', 'not-ready'],
    params,
    answers: { 200: { description: 'The bans.', body: z.object({ bans: z.array(ban) }) } },
  },
  'PUT /api/live/:id/bans/:account': {
    tag: 'Live',
    summary: 'Mutes an account for some minutes, or bans it; of a guest, its address too.',
    problems: ['no-such-room', 'no-such-account', 'not-ready'],
    params: onePerson,
    body: z.strictObject({
      minutes: z.int().min(1).max(10_080).optional().describe('For ever if absent.'),
      reason: z.string().trim().min(1).max(200).optional(),
      retract: z.boolean().default(false).describe('Withdraws the comments of the account, too.'),
    }),
    answers: { 204: done },
  },
  'DELETE /api/live/:id/bans/:account': {
    tag: 'Live',
    summary: 'Lets an account write again.',
    problems: ['no-such-room', 'not-ready'],
    params: onePerson,
    answers: { 204: done },
  },
} as const satisfies Api

const named = z.object({ name: z.string().min(1).max(200) })

/** The endpoints of the moderators and the members of a live room. */
export const liveMemberApi = {
  'GET /api/live/:id/people': {
    ...common,
    summary: 'Returns the account of a name, for the lists of a room.',
    problems: ['no-such-room', 'no-such-account', 'not-ready'],
    query: named,
    answers: { 200: { description: 'The account.', body: accountName } },
  },
  'GET /api/live/:id/moderators': listing('Lists the moderators of a room.'),
  'PUT /api/live/:id/moderators/:account': adding('Makes an account a moderator of a room.'),
  'DELETE /api/live/:id/moderators/:account': removing('Removes a moderator of a room.'),
  'GET /api/live/:id/members': listing('Lists the members of a room.'),
  'PUT /api/live/:id/members/:account': adding('Makes an account a member of a room.'),
  'DELETE /api/live/:id/members/:account': removing('Removes a member of a room.'),
} as const satisfies Api
