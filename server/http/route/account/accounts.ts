import { accountApi, type AccountRole, inviteApi } from '../../../../proto/api/account.ts'
import type { Principal } from '../../../account/principal.ts'
import type { NewInvite } from '../../../account/invites.ts'
import type { AccountRecord } from '../../../store/query/account.ts'
import { defineRoutes } from '../../define-routes.ts'
import { Problem } from '../../problem.ts'
import type { Route } from '../../route.ts'
import type { LoginRouteParts } from './login.ts'

const dayMs = 24 * 3_600_000
const inviteDays = 7
const pageSize = 50

/** Dependencies of {@link accountRoutes}. */
export type AccountRouteParts = Pick<LoginRouteParts, 'accounts' | 'invites' | 'people'>

/** Returns the routes by which the accounts of others are managed. */
export function accountRoutes({ accounts, invites }: AccountRouteParts): readonly Route[] {
  const reset = async (account: string) => linkOf('reset', await invites.create({ account }, dayMs))
  const stateOf = (id: string) => {
    const account = accounts.find(id)
    return account && describe(account)
  }
  return defineRoutes(accountApi, {
    'GET /api/accounts': {
      access: 'supervise',
      handle: ({ query: { before, limit = pageSize, name } }) => {
        const named = name === undefined ? undefined : accounts.named(name)
        const all = name === undefined ? accounts.list() : named ? [named] : []
        const from = before === undefined ? 0 : all.findIndex(({ id }) => id === before) + 1
        const page = all.slice(from, from + limit)
        const next = from + limit < all.length ? page.at(-1)?.id : undefined
        return { accounts: page.map(describe), next }
      },
    },
    'POST /api/accounts': {
      access: 'supervise',
      audit: (_, made) => made?.account,
      handle: async ({ principal, body: { name, role } }) => {
        requireAbove(principal, role)
        const account = await accounts.create({ name, role })
        return { account: describe(account), link: await reset(account.id) }
      },
    },
    'PATCH /api/accounts/:account': {
      access: 'supervise',
      audit: ({ params }) => stateOf(params.account),
      handle: async ({ principal, params, body }) => {
        const account = existing(accounts.find(params.account))
        requireAbove(principal, account.role, body.role ?? account.role)
        const { role, disabled } = body
        if (account.role === 'owner' && (role !== undefined || disabled === true)) {
          throw new Problem('conflict', 'the account of the owner keeps its role, and stays')
        }
        return describe(existing(await accounts.change(account.id, body)))
      },
    },
    'POST /api/accounts/:account/reset': {
      access: 'supervise',
      audit: (_, made) => made && { reset: true, expiresAt: made.expiresAt },
      handle: async ({ principal, params }) => {
        const account = existing(accounts.find(params.account))
        requireAbove(principal, account.role)
        if (account.role === 'guest') throw new Problem('conflict', 'a guest has no password')
        return reset(account.id)
      },
    },
  })
}

/** Returns the route that makes invites. */
export function inviteRoutes({ invites, people }: AccountRouteParts): readonly Route[] {
  return defineRoutes(inviteApi, {
    'POST /api/invites': {
      access: 'supervise',
      audit: ({ body }, made) => made && { role: body.role ?? 'viewer', expiresAt: made.expiresAt },
      handle: async ({ principal, body: { role = 'viewer', days = inviteDays } }) => {
        requireAbove(principal, role)
        if (people.registration === 'closed') {
          throw new Problem('conflict', 'nobody can register here (REGISTRATION)')
        }
        return linkOf('invite', await invites.create({ role }, days * dayMs))
      },
    },
  })
}

/** Requires that a caller stands above some roles: only the owner manages admins. */
function requireAbove(principal: Principal, ...roles: readonly AccountRole[]): void {
  const isOwner =
    principal.kind === 'owner' || (principal.kind === 'account' && principal.role === 'owner')
  if (isOwner || !roles.some((role) => role === 'owner' || role === 'admin')) return
  throw new Problem('not-allowed', 'only the owner manages the owner and admins')
}

function existing(account: AccountRecord | undefined): AccountRecord {
  if (account?.deletedAt === undefined && account) return account
  throw new Problem('no-such-account', 'there is no account with this id, or it was deleted')
}

function linkOf(purpose: 'invite' | 'reset', { code, expiresAt }: NewInvite) {
  return { code, path: `/login#${purpose}=${code}`, expiresAt }
}

/** Returns what those who manage an account may know of it; never the hash of its password. */
function describe({ id, name, role, password, createdAt, disabledAt, deletedAt }: AccountRecord) {
  return { id, name, role, hasPassword: password !== undefined, createdAt, disabledAt, deletedAt }
}
