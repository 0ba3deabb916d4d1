import { liveMemberApi } from '../../../../proto/api/live-moderation.ts'
import type { MemberRecord } from '../../../store/query/member.ts'
import type { Access } from '../../auth/authorize.ts'
import { type Call, defineRoutes } from '../../define-routes.ts'
import { Problem } from '../../problem.ts'
import type { Route } from '../../route.ts'
import { type LiveRouteParts, nameOf, requireAccount } from './view.ts'

const moderated: Access = { action: 'moderate', live: 'id' }
const directed: Access = { action: 'direct', live: 'id' }

/** Returns the routes of the moderators and the members of a live room. */
export function liveMemberRoutes(parts: LiveRouteParts): readonly Route[] {
  const roleOf = ({ params: { id, account } }: Named) => parts.live.rooms.roleOf(id, account)
  return defineRoutes(liveMemberApi, {
    'GET /api/live/:id/people': {
      access: moderated,
      handle: ({ query: { name } }) => {
        const account = parts.accounts.named(name)
        if (!account) throw new Problem('no-such-account', 'there is no account of this name')
        return nameOf(account.id, parts)
      },
    },
    'GET /api/live/:id/moderators': { access: moderated, handle: list('moderator', parts) },
    'PUT /api/live/:id/moderators/:account': {
      access: directed,
      audit: roleOf,
      handle: add('moderator', parts),
    },
    'DELETE /api/live/:id/moderators/:account': {
      access: directed,
      audit: roleOf,
      handle: remove('moderator', parts),
    },
    'GET /api/live/:id/members': { access: moderated, handle: list('member', parts) },
    'PUT /api/live/:id/members/:account': {
      access: moderated,
      audit: roleOf,
      handle: add('member', parts),
    },
    'DELETE /api/live/:id/members/:account': {
      access: moderated,
      audit: roleOf,
      handle: remove('member', parts),
    },
  })
}

type Role = MemberRecord['role']
type Named = Pick<Call<(typeof liveMemberApi)['PUT /api/live/:id/members/:account']>, 'params'>

function list(role: Role, parts: LiveRouteParts) {
  return ({ params }: { readonly params: { readonly id: string } }) => ({
    people: parts.live.rooms.members(params.id, role).map(({ account, addedAt }) => ({
      account: nameOf(account, parts),
      at: addedAt,
    })),
  })
}

function add(role: Role, parts: LiveRouteParts) {
  return async ({ params: { id, account } }: Named): Promise<undefined> => {
    const { rooms } = parts.live
    requireAccount(account, parts)
    const held = rooms.roleOf(id, account)
    // A moderator may do what a member may, and only the host takes that back.
    if (held === 'host' || held === role || (held === 'moderator' && role === 'member')) return
    await rooms.addMember(id, account, role)
  }
}

function remove(role: Role, parts: LiveRouteParts) {
  return async ({ params: { id, account } }: Named): Promise<undefined> => {
    await parts.live.rooms.removeMember(id, account, role)
  }
}
