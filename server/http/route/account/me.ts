import { meApi, mySessionApi } from '../../../../proto/api/account.ts'
import { accountOf, type Principal } from '../../../account/principal.ts'
import type { Uploads } from '../../../upload/uploads.ts'
import type { AccountRecord } from '../../../store/query/account.ts'
import { logoutCookie } from '../../auth/authenticate.ts'
import { defineRoutes } from '../../define-routes.ts'
import { Problem } from '../../problem.ts'
import { isSecure, type Route } from '../../route.ts'
import { usedUpload } from '../upload.ts'
import { begin, type LoginRouteParts, spend, viewOf } from './login.ts'

/** Dependencies of {@link meRoutes}. */
export interface MeRouteParts extends LoginRouteParts {
  readonly uploads: Pick<Uploads, 'find' | 'remove'>
}

/** Returns the routes of the own account. */
export function meRoutes(parts: MeRouteParts): readonly Route[] {
  const { accounts, sessions, people, uploads } = parts
  return [
    ...sessionRoutes(parts),
    ...defineRoutes(meApi, {
      'GET /api/me': {
        access: 'public',
        handle: ({ principal }) => {
          const id = principal.kind === 'token' ? undefined : accountOf(principal)
          const account = id === undefined ? undefined : accounts.active(id)
          const own = account && { ...viewOf(account), hasPassword: account.password !== undefined }
          const { registration, guests } = people
          return { account: own, registration, guests: guests === 'on' }
        },
      },
      'PATCH /api/me': {
        access: 'profile',
        audit: ({ principal }) => stateOf(principal, parts),
        handle: async ({ principal, body: { name, avatar: path } }) => {
          const { id: account, avatar: before } = ownOf(principal, parts)
          const wanted = { account, kind: 'avatar' } as const
          const avatar = path ? await usedUpload(path, wanted, parts) : path
          const changed = await accounts.change(account, { name, avatar })
          if (before !== undefined && changed?.avatar !== before) await uploads.remove(before)
          return viewOf(changed ?? ownOf(principal, parts))
        },
      },
      'DELETE /api/me': {
        access: 'profile',
        // The name of a deleted account is kept nowhere.
        audit: ({ principal }) => {
          const state = stateOf(principal, parts)
          return state && { id: state.id, role: state.role }
        },
        handle: async ({ c, principal }) => {
          const { id, role, avatar } = ownOf(principal, parts)
          if (role === 'owner') throw new Problem('conflict', 'the account of the owner stays')
          await parts.onDelete(id)
          await accounts.remove(id)
          if (avatar !== undefined) await uploads.remove(avatar)
          c.header('set-cookie', logoutCookie(isSecure(c)))
        },
      },
      'POST /api/me/password': {
        audit: (_, account) => account && { id: account.id, hasPassword: true },
        access: 'public', // the code of a reset stands for the login
        handle: async ({ c, principal, body: { password, current, reset } }) => {
          parts.limits.login(c.env?.connection)
          const account =
            reset === undefined
              ? await confirmed(ownOf(principal, parts), current, parts)
              : await accountOfReset(reset, parts)
          await accounts.setPassword(account.id, password)
          await sessions.endOf(account.id)
          return begin(c, account, parts)
        },
      },
    }),
  ]
}

/** Returns the routes of the sessions of the own account. */
function sessionRoutes(parts: LoginRouteParts): readonly Route[] {
  const { sessions } = parts
  return defineRoutes(mySessionApi, {
    'GET /api/me/sessions': {
      access: 'profile',
      handle: ({ principal }) => {
        const current = principal.kind === 'account' ? principal.session : undefined
        return {
          sessions: sessions.listOf(ownOf(principal, parts).id).map((session) => {
            const { id, createdAt, usedAt, expiresAt, agent, address } = session
            return { id, createdAt, usedAt, expiresAt, agent, address, current: id === current }
          }),
        }
      },
    },
    'DELETE /api/me/sessions': {
      access: 'profile',
      audit: ({ principal }) => sessions.listOf(accountOf(principal) ?? '').map(({ id }) => id),
      handle: async ({ c, principal }) => {
        await sessions.endOf(ownOf(principal, parts).id)
        c.header('set-cookie', logoutCookie(isSecure(c)))
      },
    },
    'DELETE /api/me/sessions/:session': {
      access: 'profile',
      audit: ({ params }) => ({ open: sessions.isOpen(params.session) }),
      handle: async ({ principal, params: { session } }) => {
        const own = sessions.listOf(ownOf(principal, parts).id)
        if (!own.some(({ id }) => id === session)) {
          throw new Problem('no-such-session', 'there is no session of yours with this id')
        }
        await sessions.end(session)
      },
    },
  })
}

/** Returns what the audit log keeps of the account of a caller. */
function stateOf(principal: Principal, { accounts }: LoginRouteParts) {
  const account = accounts.active(accountOf(principal) ?? '')
  return account && viewOf(account)
}

/** Returns the account of a caller. @throws Problem if the caller has none. */
function ownOf(
  principal: Principal,
  { accounts }: Pick<LoginRouteParts, 'accounts'>,
): AccountRecord {
  const account = accounts.active(accountOf(principal) ?? '')
  if (account && principal.kind !== 'token') return account
  throw new Problem('login-required', 'log in first: this is for accounts')
}

/** Returns an account after its present password was given; the first password takes none. */
async function confirmed(
  account: AccountRecord,
  current: string | undefined,
  { accounts }: LoginRouteParts,
): Promise<AccountRecord> {
  if (account.role === 'guest') throw new Problem('not-allowed', 'a guest has no password')
  if (account.password === undefined) return account
  if (current !== undefined && (await accounts.hasPassword(account, current))) return account
  throw new Problem('wrong-password', 'this is not your present password')
}

async function accountOfReset(code: string, parts: LoginRouteParts): Promise<AccountRecord> {
  const { account } = await spend(code, 'account', parts.invites)
  const found = parts.accounts.active(account ?? '')
  if (!found) throw new Problem('link-spent', 'the account of this link is disabled or deleted')
  return found
}
