import { liveCommentApi } from '../../../../proto/api/live-comment.ts'
import { decide } from '../../../account/policy.ts'
import { createTokenBuckets } from '../../../lib/time/token-bucket.ts'
import { refusedByRestriction } from '../../../live/comment-rules.ts'
import type { Author } from '../../../live/comments.ts'
import {
  type CommentRecord,
  findComment,
  listComments,
  retractComment,
} from '../../../store/query/comment.ts'
import { outboxEventId } from '../../../store/query/outbox.ts'
import type { Access } from '../../auth/authorize.ts'
import { openForReading, problemOf } from '../../auth/room-entry.ts'
import { type Call, defineRoutes } from '../../define-routes.ts'
import { Problem } from '../../problem.ts'
import type { Route } from '../../route.ts'
import { authorOf } from './author.ts'
import { type LiveRouteParts, nameOf, personOf, requireLive } from './view.ts'

// The likes of one account in a second; the element sends what it has counted since the last request.
const likesAtOnce = 50

const participated: Access = { action: 'participate', live: 'id' }

/** Returns the routes of the comments of a live room. */
export function liveCommentRoutes(parts: LiveRouteParts): readonly Route[] {
  const { live, database } = parts
  const likes = createTokenBuckets({ size: likesAtOnce, fullMs: 1_000 }, parts.clock)
  return defineRoutes(liveCommentApi, {
    'GET /api/live/:id/comments': {
      access: { action: 'read', live: 'id' },
      handle: async ({ params, query: { before, limit } }) => {
        const found = await listComments(database, params.id, { before, limit: limit + 1 })
        const page = found.slice(0, limit)
        const next = found.length > limit ? String(page.at(-1)?.id) : undefined
        return { comments: page.map((comment) => viewOfComment(comment, parts)), next }
      },
    },
    'POST /api/live/:id/comments': {
      access: participated,
      audit: 'none',
      handle: async ({ c, params, principal, body: { text, replyTo } }) => {
        requireLive(parts)
        const room = live.rooms.get(params.id)
        const author = authorOf({ principal, from: c.env?.connection }, room.slug, parts)
        // Nothing is stored that cannot be shown now.
        await openForReading(`live:${room.slug}`, principal, parts)
        const stored = await live.comments.send(room, author, {
          text,
          replyTo: replyTo === undefined ? undefined : Number(replyTo),
        })
        return viewOfComment(stored, parts)
      },
    },
    'DELETE /api/live/:id/comments/:comment': {
      access: participated,
      audit: ({ params }) => findComment(database, params.id, Number(params.comment)),
      handle: (call) => retract(call, parts),
    },
    'POST /api/live/:id/likes': {
      access: participated,
      audit: 'none',
      handle: ({ c, params, principal, body: { count } }) => {
        const { slug, broadcast } = live.rooms.get(params.id)
        const author = authorOf({ principal, from: c.env?.connection }, slug, parts)
        requireUnrestricted(author, parts)
        if (broadcast.state.code !== 1 && broadcast.state.code !== 2) {
          throw new Problem('wrong-state', 'the broadcast is not live', { reason: 'not-live' })
        }
        const afterMs = likes.take(author.id, count)
        if (afterMs > 0) {
          throw new Problem('too-many-requests', `${likesAtOnce} likes a second`, { afterMs })
        }
        live.likes.add(slug, count)
      },
    },
  })
}

/** Checks that a person may like. @throws Problem if it is banned or muted. */
function requireUnrestricted(
  { exempt, restriction }: Author,
  { clock }: Pick<LiveRouteParts, 'clock'>,
): void {
  const refused = exempt ? undefined : refusedByRestriction(restriction, clock.now())
  if (!refused) return
  const { cause: reason, waitMs } = refused
  const detail = `your likes are not accepted: ${reason}`
  throw new Problem('not-allowed', detail, { reason, ...(waitMs && { afterMs: waitMs }) })
}

type Retraction = Pick<
  Call<(typeof liveCommentApi)['DELETE /api/live/:id/comments/:comment']>,
  'params' | 'principal'
>

/** Withdraws a comment, and its pin. @throws Problem unless it is the caller's, or the caller moderates. */
async function retract(
  { params, principal }: Retraction,
  parts: LiveRouteParts,
): Promise<undefined> {
  requireLive(parts)
  const { live, database, clock } = parts
  const { id } = personOf(principal, parts)
  const comment = await findComment(database, params.id, Number(params.comment))
  if (!comment) throw new Problem('not-found', 'there is no such comment, or it was withdrawn')
  const decision = decide(principal, 'moderate', parts.rooms.find(`live:${params.id}`))
  if (comment.account !== id && !decision.allowed) throw problemOf(decision, principal)
  await retractComment(database, comment, { by: id, at: clock.now(), draftOf: retractDraft })
  live.wake()
  const isPinned = live.rooms.get(params.id).pin?.comment === comment.id
  if (isPinned) await live.rooms.unpin(params.id)
}

function retractDraft(comments: readonly number[]): string {
  return JSON.stringify({ type: 'retract', target: { events: comments.map(outboxEventId) } })
}

function viewOfComment(
  { id, at, text, replyTo, ...comment }: CommentRecord,
  parts: LiveRouteParts,
) {
  const { id: account, name = comment.name } = nameOf(comment.account, parts)
  return {
    id: String(id),
    event: outboxEventId(id),
    at,
    author: { id: account, name },
    text,
    replyTo: replyTo === undefined ? undefined : String(replyTo),
  }
}
