import type { Scope } from '../../proto/api/scope.ts'
import type { RecordChange } from '../account/audit.ts'
import type { Accounts } from '../account/accounts.ts'
import { createFakeAccounts } from '../account/accounts.fake.ts'
import { Invites } from '../account/invites.ts'
import { createOwner, hashToken, type Owner } from '../account/owner.ts'
import { createFakeSessionStore } from '../account/session.fake.ts'
import { Sessions } from '../account/session.ts'
import { createTickets, type Tickets } from '../account/ticket.ts'
import { createFakeTokenStore, type FakeTokenStore } from '../account/token.fake.ts'
import { Tokens } from '../account/token.ts'
import { createLogger, type Logger } from '../lib/logger.ts'
import { createFakeClock, type FakeClock } from '../lib/time/clock.fake.ts'
import { createFakeCollection, createFakeStorage } from '../store/collection.fake.ts'
import type { InviteRecord } from '../store/query/invite.ts'
import { createApp } from './app.ts'
import type { Access } from './auth/authorize.ts'
import { logRefusedNames } from './auth/log-refused.ts'
import { guardOptionsOf } from './auth/origin-check.ts'
import { Limits } from './limit/limits.ts'
import type { Route } from './route.ts'
import { accountRoutes, inviteRoutes } from './route/account/accounts.ts'
import { auditRoutes } from './route/account/audit.ts'
import { loginRoutes, type LoginRouteParts } from './route/account/login.ts'
import { meRoutes } from './route/account/me.ts'
import { tokenRoutes } from './route/token.ts'

/** The owner token of the app. */
export const token = 'owner-token-of-this-test-0123456789abcdef'

/** The key by which its cookies are signed. */
export const cookieKey = 'a-cookie-key-of-this-test'

const limits = {
  maxSockets: 9,
  maxSocketsPerAddress: 9,
  streamsPerMinute: 9,
  loginsPerQuarter: 10,
  testEventsPerSecond: 100,
}

/** The headers of a JSON body. */
export const json = { 'content-type': 'application/json' } as const

/** A request of a login. */
interface Login {
  readonly method: 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Returns the request of a login with a body. */
export function login(body: string): Login {
  return { method: 'POST', headers: json, body }
}

/** Returns the headers of a request with a token. */
export function bearer(secret: string): { readonly headers: { readonly authorization: string } } {
  return { headers: { authorization: `Bearer ${secret}` } }
}

type Change = Parameters<RecordChange>[0]

/** The identities of the callers of an app. */
interface Callers {
  readonly owner: Owner
  readonly tokens: Tokens
  readonly tickets: Tickets
  readonly sessions: Sessions
  readonly accounts: Accounts
  readonly invites: Invites
  /** The table of tokens. */
  readonly store: FakeTokenStore
  /** The ids of the sessions that ended. */
  readonly ended: readonly string[]
}

/** The app on stores in memory. */
export interface FakeApp extends Callers {
  readonly request: (path: string, init?: RequestInit, env?: object) => Promise<Response>
  /** Makes a token, and returns its secret. */
  readonly secretFor: (scope: Scope, room?: string) => Promise<string>
  /** The lines of its log. */
  readonly lines: readonly string[]
  /** The codes of its problems. */
  readonly codes: readonly string[]
  /** The results of the tries to log in. */
  readonly results: readonly string[]
  /** The changes that the audit log received. */
  readonly changes: readonly Change[]
  readonly clock: FakeClock
}

/**
 * Starts the app with a route for each access rule, logins and tokens, on stores in memory.
 *
 * @param loopback - true if it listens on this machine only.
 * @param extra - further routes.
 * @param people - the settings about people; by default registration is closed.
 */
export async function startApp(
  loopback = true,
  extra: readonly Route[] = [],
  people: LoginRouteParts['people'] = closed,
): Promise<FakeApp> {
  const clock = createFakeClock()
  const lines: string[] = []
  const codes: string[] = []
  const log = createLogger('debug', (line) => lines.push(line))
  const shared = new Limits(limits, clock)
  const parts = await startCallers(clock, log)
  const { owner, sessions, accounts, tokens, tickets } = parts
  const cookies = { cookieKey, accounts, find: (secret: string) => sessions.find(secret) }
  const results: string[] = []
  const changes: Change[] = []
  const audit = { list: async () => [] }
  const account = {
    ...parts,
    audit,
    cookies,
    people,
    uploads: { find: async () => undefined, remove: async () => undefined },
    limits: shared,
    onDelete: async () => undefined,
    onOwnerLogin: () => undefined,
    onLogin: (result: string) => results.push(result),
  }
  const reach = { origins: [], trustedProxies: [], host: loopback ? 'localhost' : '::' }
  const app = createApp({
    routes: [
      ...ruleRoutes,
      ...tokenRoutes({ tokens, accounts }),
      ...[loginRoutes, meRoutes, accountRoutes, inviteRoutes, auditRoutes].flatMap((routesOf) =>
        routesOf(account),
      ),
      ...extra,
    ],
    guard: guardOptionsOf(reach, logRefusedNames(log)),
    credentials: {
      owner,
      tokens,
      tickets,
      limits: shared,
      sessions: cookies,
    },
    limits: shared,
    log,
    onProblem: (code) => codes.push(code),
    onChange: async (change) => void changes.push(change),
  })
  const host = loopback ? 'localhost:8787' : 'relay.example'
  const request = (path: string, init: RequestInit = {}, env: object = {}): Promise<Response> => {
    const headers = { host, ...(init.headers as Record<string, string> | undefined) }
    return Promise.resolve(app.request(`http://${host}${path}`, { ...init, headers }, env))
  }
  const secretFor = async (scope: Scope, room?: string) =>
    (await tokens.create({ name: scope, scopes: [scope], room })).secret
  return { ...parts, request, secretFor, lines, codes, results, changes, clock }
}

const closed = { registration: 'closed', guests: 'off', sessions: 'many' } as const

async function startCallers(clock: FakeClock, log: Logger): Promise<Callers> {
  const ended: string[] = []
  const store = createFakeTokenStore()
  const tokens = new Tokens({ store, clock, log, onRevoked: () => undefined })
  const accounts: Accounts = await createFakeAccounts({
    clock,
    onClosed: async (id) => {
      await Promise.all([sessions.endOf(id), tokens.revokeOf(id)])
    },
  })
  const invites = createFakeCollection({
    storage: createFakeStorage<InviteRecord>(),
    keyOf: ({ hash }) => hash,
  })
  await invites.load()
  const sessions: Sessions = new Sessions({
    store: createFakeSessionStore(),
    clock,
    log,
    onEnded: (id, account) => {
      ended.push(id)
      void accounts.forget(account)
    },
    isReading: () => false,
    roleOf: (account) => accounts.active(account)?.role,
    whenAvailable: async (work) => void (await work()),
  })
  await sessions.load()
  return {
    owner: createOwner(await hashToken(token)),
    tokens,
    accounts,
    invites: new Invites({ store: invites, clock }),
    tickets: await createTickets(clock),
    sessions,
    store,
    ended,
  }
}

/** Returns a route that answers with the kind of its caller. */
function answer(path: string, access: Access): Route {
  return { method: 'GET', path, access, handle: (c) => c.text(c.get('principal').kind) }
}

const ruleRoutes: readonly Route[] = [
  answer('/public', 'public'),
  { ...answer('/room', 'read'), shared: true },
  { ...answer('/stream', 'read'), tickets: true },
  answer('/local', 'observe'),
  answer('/write/:slug', { action: 'configure', room: 'slug' }),
  { ...answer('/write', 'configure'), method: 'POST', audit: 'none' },
  answer('/owner', 'administer'),
]
