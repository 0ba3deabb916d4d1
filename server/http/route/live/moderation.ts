import { liveModerationApi } from '../../../../proto/api/live-moderation.ts'
import { liveUserId } from '../../../live/live-draft.ts'
import { findComment, retractCommentsOf } from '../../../store/query/comment.ts'
import type { BanRecord } from '../../../store/query/ban.ts'
import type { Access } from '../../auth/authorize.ts'
import { type Call, defineRoutes } from '../../define-routes.ts'
import { Problem } from '../../problem.ts'
import type { Route } from '../../route.ts'
import {
  type LiveRouteParts,
  nameOf,
  personOf,
  requireAccount,
  requireLive,
  viewOf,
} from './view.ts'

const moderated: Access = { action: 'moderate', live: 'id' }
const minuteMs = 60_000

/** Returns the routes of the moderation of a live room: its pin, and who may not write. */
export function liveModerationRoutes(parts: LiveRouteParts): readonly Route[] {
  const { live, database, clock } = parts
  const { rooms, restrictions } = live
  const pinOf = ({ params }: { readonly params: { readonly id: string } }) =>
    rooms.find(params.id)?.pin
  const banOf = ({ params: { id, account } }: Named) => restrictions.of(id, account)
  return defineRoutes(liveModerationApi, {
    'PUT /api/live/:id/pin': {
      access: moderated,
      audit: pinOf,
      handle: async ({ params: { id }, body, principal }) => {
        const found = await findComment(database, id, Number(body.comment))
        if (!found) throw new Problem('not-found', 'there is no such comment, or it was withdrawn')
        const { id: comment, text, account, name } = found
        const pin = { comment, text, account, name }
        return viewOf(await rooms.change(id, (room) => ({ ...room, pin })), principal, parts)
      },
    },
    'DELETE /api/live/:id/pin': {
      access: moderated,
      audit: pinOf,
      handle: async ({ params, principal }) =>
        viewOf(await rooms.unpin(params.id), principal, parts),
    },
    'GET /api/live/:id/bans': {
      access: moderated,
      handle: ({ params }) => ({
        bans: restrictions.list(params.id).map((ban) => viewOfBan(ban, parts)),
      }),
    },
    'PUT /api/live/:id/bans/:account': {
      access: moderated,
      audit: banOf,
      handle: async ({ params: { id: room, account }, body, principal }) => {
        requireLive(parts)
        const { minutes, reason, retract } = body
        requireAccount(account, parts)
        const by = personOf(principal, parts).id
        const at = clock.now()
        const until = minutes === undefined ? undefined : at + minutes * minuteMs
        await restrictions.add({ room, account, until, reason, by, at })
        if (!retract) return
        const target = { user: liveUserId(account) }
        const draftOf = (): string => JSON.stringify({ type: 'retract', target })
        await retractCommentsOf(database, { room, account }, { by, at, draftOf })
        live.wake()
      },
    },
    'DELETE /api/live/:id/bans/:account': {
      access: moderated,
      audit: banOf,
      handle: async ({ params }) => {
        await restrictions.lift(params.id, params.account)
      },
    },
  })
}

function viewOfBan({ account, until, reason, by, at }: BanRecord, parts: LiveRouteParts) {
  return { account: nameOf(account, parts), until, reason, by, at }
}

type Named = Pick<Call<(typeof liveModerationApi)['PUT /api/live/:id/bans/:account']>, 'params'>
