import type { Context } from 'hono'
import { type AccountRole, loginApi, ownerAccount } from '../../../../proto/api/account.ts'
import { pathOfUpload } from '../../../../proto/api/upload.ts'
import { foldName } from '../../../../proto/api/account-name.ts'
import type { Accounts } from '../../../account/accounts.ts'
import type { Invites } from '../../../account/invites.ts'
import type { Owner } from '../../../account/owner.ts'
import type { Sessions } from '../../../account/session.ts'
import type { Config } from '../../../config/index.ts'
import { randomName } from '../../../lib/bytes/random-token.ts'
import { DatabaseUnavailable } from '../../../store/engine/db.ts'
import type { AccountRecord } from '../../../store/query/account.ts'
import type { InviteRecord } from '../../../store/query/invite.ts'
import {
  type CookieSessions,
  loginCookie,
  logoutCookie,
  sessionOf,
} from '../../auth/authenticate.ts'
import { defineRoutes } from '../../define-routes.ts'
import type { Limits } from '../../limit/limits.ts'
import { Problem } from '../../problem.ts'
import { problemOfError } from '../../problem-of-error.ts'
import { type HttpEnv, isSecure, type Route } from '../../route.ts'

/** Dependencies of the routes by which people come and go. */
export interface LoginRouteParts {
  readonly owner: Owner
  readonly accounts: Accounts
  readonly invites: Invites
  readonly sessions: Sessions
  readonly cookies: CookieSessions
  readonly limits: Limits
  readonly people: Pick<Config, 'registration' | 'guests' | 'sessions'>
  /** Called before an account is deleted; rejects if it must stay. */
  readonly onDelete: (account: string) => Promise<void>
  /** Called after a login with the owner token. */
  readonly onOwnerLogin: () => void
  /** Receives the result of each try to log in: `ok`, or the code of the problem. */
  readonly onLogin: (result: string) => void
}

/** Returns the routes by which people come and go. */
export function loginRoutes(parts: LoginRouteParts): readonly Route[] {
  const { accounts, sessions, limits, people, onLogin } = parts
  // An old cookie must not prevent a login while the sessions are not loaded.
  const rules = { access: 'public', anonymous: true } as const
  return defineRoutes(loginApi, {
    'POST /api/register': {
      ...rules,
      audit: (_, made) => made,
      handle: async ({ c, body: { name, password, invite: code } }) => {
        limits.login(c.env?.connection)
        accounts.requireFree(name) // before the invite is spent
        const role = await roleByInvite(code, parts)
        return begin(c, await accounts.create({ name, password, role }), parts)
      },
    },
    'POST /api/login': {
      ...rules,
      audit: (_, account) => account && { id: account.id },
      handle: async ({ c, body }) => {
        try {
          limits.login(c.env?.connection)
          const account = await ('token' in body
            ? byToken(body.token, parts)
            : byPassword(body, parts))
          const view = await begin(c, account, parts)
          onLogin('ok')
          return view
        } catch (error) {
          onLogin(problemOfError(error).code)
          throw error
        }
      },
    },
    'POST /api/logout': {
      access: 'public',
      audit: ({ principal }) =>
        principal.kind === 'account' ? { open: sessions.isOpen(principal.session) } : undefined,
      handle: async ({ c, principal }) => {
        if (principal.kind === 'account') await sessions.end(principal.session)
        c.header('set-cookie', logoutCookie(isSecure(c)))
      },
    },
    'POST /api/guest': {
      ...rules,
      audit: (_, made) => made,
      handle: async ({ c }) => {
        if (people.guests === 'off')
          throw new Problem('not-allowed', 'this server has no guests (GUESTS)')
        limits.login(c.env?.connection)
        return begin(c, await accounts.create({ name: drawnName(), role: 'guest' }), parts)
      },
    },
  })
}

/** Begins a session in place of the browser's previous one, and sets its cookie. */
export async function begin(
  c: Context<HttpEnv>,
  account: AccountRecord,
  parts: Pick<LoginRouteParts, 'sessions' | 'cookies' | 'people'>,
): Promise<AccountView> {
  const { sessions, cookies, people } = parts
  const session = await sessions.begin({
    account: account.id,
    agent: c.req.header('user-agent')?.slice(0, maxAgentChars),
    address: c.env?.connection?.address,
  })
  await endPreviousSession(c, parts)
  if (people.sessions === 'single') await sessions.endOf(account.id, 'replaced', session.id)
  c.header('set-cookie', await loginCookie(session, cookies.cookieKey, isSecure(c)))
  const { id, role, name = '' } = account
  const { local } = c.get('principal')
  // The audit log names who has logged in.
  c.set('principal', { kind: 'account', account: id, name, role, session: session.id, local })
  return viewOf(account)
}

/** An account as its holder sees it. */
export interface AccountView {
  readonly id: string
  readonly name: string
  readonly role: AccountRole
  /** The path of a picture on this server. */
  readonly avatar?: string | undefined
  readonly createdAt: number
}

/** Returns what the holder of an account may know of it. */
export function viewOf({ id, name = '', role, avatar, createdAt }: AccountRecord): AccountView {
  return { id, name, role, avatar: avatar && pathOfUpload(avatar), createdAt }
}

const maxAgentChars = 200

function drawnName(): string {
  return `guest-${randomName().slice(0, 7).replaceAll(/[-_]/g, '0').toLowerCase()}`
}

async function byToken(
  token: string,
  { owner, accounts, onOwnerLogin }: LoginRouteParts,
): Promise<AccountRecord> {
  const account = (await owner.holds(token)) ? accounts.active(ownerAccount) : undefined
  if (!account) {
    throw new Problem('wrong-token', 'copy the whole link that the first start printed')
  }
  onOwnerLogin()
  return account
}

async function byPassword(
  { name, password }: { readonly name: string; readonly password: string },
  { accounts, limits }: LoginRouteParts,
): Promise<AccountRecord> {
  const wasRight = limits.loginAs(foldName(name))
  const account = await accounts.verify(name, password)
  if (!account) {
    throw new Problem('wrong-password', 'there is no account with this name and this password')
  }
  wasRight()
  if (account.disabledAt !== undefined) throw new Problem('not-allowed', 'this account is disabled')
  return account
}

/** Returns the role of a new account. @throws Problem if that is not allowed. */
async function roleByInvite(
  code: string | undefined,
  { invites, people: { registration } }: LoginRouteParts,
): Promise<AccountRole> {
  if (registration === 'closed' || (registration === 'invite' && code === undefined)) {
    throw new Problem('not-allowed', closed[registration])
  }
  const invite = code === undefined ? undefined : await spend(code, 'role', invites)
  return invite?.role ?? 'viewer'
}

const closed = {
  closed: 'nobody can register here: ask the owner for an account (REGISTRATION)',
  invite: 'registering takes the link of an invite (REGISTRATION)',
} as const

/** Uses a code up. @throws Problem if it is not valid, or is for something else. */
export async function spend(
  code: string,
  purpose: 'role' | 'account',
  invites: Invites,
): Promise<InviteRecord> {
  const invite = await invites.find(code)
  if (!invite || invite[purpose] === undefined || !(await invites.use(invite))) {
    throw new Problem('link-spent', 'the link was used, or has expired: ask for a new one')
  }
  return invite
}

async function endPreviousSession(
  c: Context<HttpEnv>,
  { sessions, cookies }: Pick<LoginRouteParts, 'sessions' | 'cookies'>,
): Promise<void> {
  try {
    const sent = { headers: c.req.raw.headers, secure: isSecure(c) }
    const old = await sessionOf(sent, { sessions: cookies })
    if (typeof old === 'object') await sessions.end(old.id, 'replaced')
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error // it is not used any more, and ends by itself
  }
}
