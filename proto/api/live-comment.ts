import { z } from 'zod'
import { epochMs, wholeNumber } from './common.ts'
import type { Api } from './endpoint.ts'
import { accountName, commentId, done, next, page, params } from './live-room.ts'

const comment = z
  .object({
    id: commentId,
    event: z.string().describe('The id of its event in the feed.'),
    at: epochMs,
    author: accountName,
    text: z.string(),
    replyTo: commentId.optional(),
  })
  .meta({ id: 'Comment', description: 'A comment in a live room.' })

const oneComment = z.object({ id: z.string(), comment: commentId })

/** The endpoints of writing in a live room. */
export const liveCommentApi = {
  'GET /api/live/:id/comments': {
    tag: 'Live',
    summary: 'Lists the comments of a room, the newest first.',
    problems: ['no-such-room', 'not-ready'],
    params,
    query: z.object({
      before: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional(),
      limit: page.limit,
    }),
    answers: {
      200: { description: 'A page.', body: z.object({ comments: z.array(comment), next }) },
    },
  },
  'POST /api/live/:id/comments': {
    tag: 'Live',
    summary: 'Writes a comment; it is stored before the answer, and then shown.',
    problems: [
      'no-such-room',
      'comment-refused',
      'too-many-requests',
      'wrong-state',
      'room-off',
      'not-ready',
    ],
    params,
    body: z.strictObject({
      text: z.string().max(4_000),
      replyTo: commentId.optional(),
    }),
    answers: { 201: { description: 'The comment.', body: comment } },
  },
  'DELETE /api/live/:id/comments/:comment': {
    tag: 'Live',
    summary: 'Withdraws a comment: its author may do that, the host and moderators.',
    problems: ['no-such-room', 'not-found', 'not-ready'],
    params: oneComment,
    answers: { 204: done },
  },
  'POST /api/live/:id/likes': {
    tag: 'Live',
    summary: 'Likes the broadcast; likes are added up, at most one event a second.',
    problems: ['no-such-room', 'too-many-requests', 'wrong-state', 'not-ready'],
    params,
    body: z.strictObject({ count: z.int().min(1).max(50).default(1) }),
    answers: { 204: done },
  },
} as const satisfies Api
