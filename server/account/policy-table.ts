import type { AccountRole } from '../../proto/api/account.ts'
import { type Scope, scopes } from '../../proto/api/scope.ts'
import type { OwnTarget } from '../room/room-target.ts'

/**
 * The actions that the policy knows: `connect` sends a request at all, `observe` reads operator data,
 * `administer` changes the server, `supervise` the accounts of others, `profile` the own account;
 * `upload` stores a picture; `participate` takes part in live rooms under an account, `host` creates one,
 * `direct` changes one and its broadcasts, `moderate` decides about its comments and people; `inspect` reads
 * the transfers of coins of all accounts, `issue` gives coins, takes transfers back and sets the catalogue
 * of gifts; `read` opens a room or an overlay, `list`
 * finds a room in a list, `ticket` requests a ticket for its stream, `configure` changes rooms, and
 * `test` publishes test events.
 */
export const actions = [
  'connect',
  'observe',
  'administer',
  'supervise',
  'profile',
  'upload',
  'participate',
  'host',
  'direct',
  'moderate',
  'inspect',
  'issue',
  'read',
  'list',
  'ticket',
  'configure',
  'test',
] as const

/** One of {@link actions}. */
export type Action = (typeof actions)[number]

/** A role of a principal in relation to one resource; scopes and the roles of accounts are roles. */
export type Role =
  | 'anyone'
  | 'local'
  | 'ticket'
  | 'owner'
  | Scope
  | `account:${LesserRole}`
  | `live-${LiveRole}`

/** The role of an account that is not the owner's. */
export type LesserRole = Exclude<AccountRole, 'owner'>

type LiveRole = NonNullable<ReturnType<OwnTarget['roleOf']>>

/** The kinds of resources that the policy tells apart. */
export type ResourceKind =
  | 'server'
  | 'named'
  | 'overlay'
  | 'overlay-of-room'
  | 'public'
  | 'unlisted'
  | 'unlisted-source'
  | 'private'
  | 'on-demand'
  | 'costly'

const configured = ['public', 'unlisted', 'unlisted-source', 'private'] as const
const live = ['public', 'unlisted', 'private'] as const
const onDemand = ['on-demand', 'costly'] as const
const rooms = [...configured, ...onDemand] as const

type Row = Readonly<Partial<Record<Action, readonly ResourceKind[]>>>

const anyAccount = { profile: ['server'] } as const satisfies Row
const member = { ...anyAccount, upload: ['server'] } as const satisfies Row

/**
 * The policy: one row for each role. Whatever no row allows is denied. The owner has every role, an
 * account the scopes of its role besides, and the scope `admin` includes every scope.
 */
export const policy: Readonly<Record<Role, Row>> = {
  anyone: {
    connect: ['server'],
    read: ['public', 'unlisted', 'overlay'],
    list: ['public'],
  },
  local: {
    observe: ['server'],
    // A request by source would reveal the name of an unlisted room to callers elsewhere.
    read: ['unlisted-source', 'on-demand'],
    list: onDemand,
  },
  ticket: { read: rooms, list: rooms },
  'rooms:read': { read: configured, list: configured, ticket: configured },
  'rooms:open': { read: onDemand, list: onDemand, ticket: onDemand },
  'rooms:write': { configure: ['server', 'named'] },
  'events:write': { test: ['named', ...rooms] },
  'live:write': { participate: ['server', ...live] },
  'live:moderate': { moderate: live },
  'ledger:read': { inspect: ['server'] },
  admin: { observe: ['server'] },
  'account:guest': anyAccount,
  'account:viewer': member,
  'account:host': { ...member, host: ['server'] },
  'account:moderator': { ...member, host: ['server'] },
  'account:analyst': { ...member, observe: ['server'] },
  'account:admin': {
    ...member,
    supervise: ['server'],
    issue: ['server'],
    host: ['server'],
    direct: live,
  },
  'live-host': { read: live, ticket: live, direct: live, moderate: live },
  'live-moderator': { read: live, ticket: live, moderate: live },
  'live-member': { read: live, ticket: live },
  owner: { administer: ['server'], read: ['overlay-of-room'] },
}

/** The scopes that an account has by its role. */
export const scopesOfRole: Readonly<Record<LesserRole, readonly Scope[]>> = {
  guest: ['live:write'],
  viewer: ['live:write'],
  host: ['live:write'],
  moderator: ['live:write', 'live:moderate'],
  analyst: ['live:write', 'rooms:read', 'ledger:read'],
  admin: scopes,
}
