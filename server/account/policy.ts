import { noSuchRoom, type RoomDenied } from '../room/room-denied.ts'
import type { RoomTarget } from '../room/room-target.ts'
import type { Principal, TokenIdentity } from './principal.ts'
import { type Action, policy, type ResourceKind, type Role, scopesOfRole } from './policy-table.ts'
import { type Scope, scopes } from '../../proto/api/scope.ts'

/** The object of an action. A room that was not found is refused with the given reason. */
export type Resource = typeof wholeServer | NamedRoom | OverlayResource | RoomTarget | RoomDenied

/** The server as a whole, and the configuration of all rooms. */
export const wholeServer = { kind: 'server' } as const

/** A room by its name only, before it is known whether there is one. */
export interface NamedRoom {
  readonly kind: 'named'
  readonly room: string
}

/** The design of an overlay, which the readers of its room may see. */
export interface OverlayResource {
  readonly kind: 'overlay'
  /** The room that the overlay shows; absent if it shows none. */
  readonly room?: RoomTarget | RoomDenied | undefined
}

/** The answer of the policy; a refusal has a reason for the client. */
export type Decision = { readonly allowed: true } | ({ readonly allowed: false } & RoomDenied)

/**
 * Decides whether a principal may do an action on a resource. A room that is hidden from the principal
 * is refused like a room that does not exist.
 */
export function decide(principal: Principal, action: Action, resource: Resource): Decision {
  if (principal.kind === 'wrong-token') {
    return denied({ refused: 'wrong-token', reason: principal.reason })
  }
  if ('refused' in resource) return denied(resource)
  if (resource.kind === 'own' && ofLiveRooms.has(action)) {
    const reading = decide(principal, 'read', resource)
    if (!reading.allowed) return reading
  }
  if (allows(principal, action, resource)) {
    // Test events open a room on demand, which is more than the right to publish them.
    const opens = action === 'test' && resource.kind === 'on-demand'
    return opens ? decide(principal, 'read', resource) : { allowed: true }
  }
  if (resource.kind === 'overlay' && resource.room) return decide(principal, action, resource.room)
  return denied(refusalOf(principal, action, resource))
}

/** Returns true if a row allows an action. Of a live room within a configured one, both count. */
function allows(principal: Principal, action: Action, resource: Existing): boolean {
  const kind = kindOf(resource)
  const within = resource.kind === 'own' && !ofLiveRooms.has(action) ? resource.within : undefined
  return (
    rolesOf(principal, resource).some((role) => policy[role][action]?.includes(kind)) &&
    // A ticket only reads: the caller need not have one of the configured room.
    (within === undefined || allows(principal, action === 'ticket' ? 'read' : action, within))
  )
}

// Each of these also takes the right to read the live room.
const ofLiveRooms: ReadonlySet<Action> = new Set(['participate', 'direct', 'moderate'])

/** Returns the scopes of which one is enough for an action, on at least one kind of resource. */
export function scopesFor(action: Action): readonly Scope[] {
  return scopes.filter((scope) => policy[scope][action] !== undefined)
}

/** Returns true if callers without credentials may do an action, on at least one kind of resource. */
export function hasPublicPart(action: Action): boolean {
  return (policy.anyone[action] ?? policy.local[action]) !== undefined
}

function denied({ refused, reason }: RoomDenied): Decision {
  return { allowed: false, refused, reason }
}

type Existing = Exclude<Resource, RoomDenied>

function kindOf(resource: Existing): ResourceKind {
  switch (resource.kind) {
    case 'overlay':
      return resource.room ? 'overlay-of-room' : 'overlay'
    case 'on-demand':
      return resource.costly ? 'costly' : 'on-demand'
    case 'configured': {
      const bySource = resource.id !== resource.room
      return resource.visibility === 'unlisted' && bySource
        ? 'unlisted-source'
        : resource.visibility
    }
    case 'own':
      return resource.visibility
    case 'server':
    case 'named':
      return resource.kind
  }
}

const everyRole = Object.keys(policy) as Role[] // the keys of the table

function rolesOf(principal: Principal, resource: Existing): readonly Role[] {
  if (principal.kind === 'owner') return everyRole
  const roles: readonly Role[] = principal.local ? ['anyone', 'local'] : ['anyone']
  if (principal.kind === 'account') {
    const { role } = principal
    if (role === 'owner') return everyRole
    return [
      ...roles,
      `account:${role}`,
      ...scopesOfRole[role],
      ...liveRoleOf(principal.account, resource),
    ]
  }
  // A ticket is valid for exactly the id that it was issued for: a source of a room is not the room.
  if (principal.kind === 'ticket') {
    return 'id' in resource && principal.room === resource.id ? [...roles, 'ticket'] : roles
  }
  return principal.kind === 'token' ? [...roles, ...rolesOfToken(principal, resource)] : roles
}

/** Returns the roles of a token for a resource: its scopes, and the role of its account. */
function rolesOfToken(token: TokenIdentity, resource: Existing): readonly Role[] {
  const held = scopesOf(token, resource)
  const acts = token.account !== undefined && held.includes('live:write')
  return acts ? [...held, ...liveRoleOf(token.account, resource)] : held
}

function scopesOf(
  { room: only, scopes: held }: TokenIdentity,
  resource: Existing,
): readonly Scope[] {
  if (only !== undefined && !roomsOf(resource).includes(only)) return []
  return held.includes('admin') ? scopes : scopes.filter((scope) => held.includes(scope))
}

/** Returns the rooms of a resource; of a live room in a configured one, both. */
function roomsOf(resource: Existing): readonly string[] {
  switch (resource.kind) {
    case 'server':
    case 'overlay':
      return []
    case 'own':
      return [resource.id, resource.room]
    case 'named':
    case 'configured':
    case 'on-demand':
      return [resource.room]
  }
}

function liveRoleOf(account: string, resource: Existing): readonly Role[] {
  const role = resource.kind === 'own' ? resource.roleOf(account) : undefined
  return role ? [`live-${role}`] : []
}

function refusalOf(principal: Principal, action: Action, resource: Existing): RoomDenied {
  if ('id' in resource) {
    if (action === 'read') return unreadable(principal, resource)
    if (action === 'list') return noSuchRoom
    if (action === 'test') return notHere
    if (action === 'ticket') {
      const reading = decide(principal, 'read', resource)
      return reading.allowed ? noTicket : reading
    }
  }
  return missing(principal, action)
}

/** Returns why a room cannot be read; a hidden room looks like a missing one. */
function unreadable(principal: Principal, room: RoomTarget): RoomDenied {
  if (room.kind === 'on-demand') return principal.local ? costlyRoom(room) : notOnDemand
  const { id } = room
  if (room.kind === 'own' || id === room.room) return noSuchRoom
  const { costly } = room
  const asMissing = decide(principal, 'read', { kind: 'on-demand', id, room: id, costly })
  return asMissing.allowed ? noSuchRoom : asMissing
}

function costlyRoom({
  costly = 'this room takes a token with rooms:open',
}: Extract<RoomTarget, { kind: 'on-demand' }>): RoomDenied {
  return { refused: 'not-allowed', reason: costly }
}

function missing({ kind }: Principal, action: Action): RoomDenied {
  const [scope] = scopesFor(action)
  return {
    refused: 'not-allowed',
    reason: kind === 'anonymous' ? noLogin(action) : needs(kind, scope),
  }
}

function noLogin(action: Action): string {
  if (ofAccounts.has(action)) return 'log in first: this is for accounts'
  const [scope] = scopesFor(action)
  const token = scope ? `the owner token or a token with the scope ${scope}` : 'the owner token'
  return `token missing: send ${token} as Authorization: Bearer, or log in with an account or the link of the first start`
}

const ofAccounts: ReadonlySet<Action> = new Set([
  'profile',
  'upload',
  'participate',
  'host',
  'direct',
  'moderate',
])

function needs(kind: Principal['kind'], scope: Scope | undefined): string {
  if (kind === 'account') return 'the role of your account does not include this'
  return `this needs ${scope ? `the scope ${scope}` : 'the owner'}`
}

// A close frame carries at most 123 bytes of the reason of a room that cannot be read.
const notOnDemand: RoomDenied = {
  refused: 'not-allowed',
  reason:
    'from outside this machine (see HOST) a room opens on demand for a token with rooms:open only',
}

const noTicket: RoomDenied = {
  refused: 'not-allowed',
  reason:
    'a ticket needs a token with rooms:read, or rooms:open for a room on demand; without a token this room is read without a ticket',
}

const notHere: RoomDenied = {
  refused: 'not-allowed',
  reason: 'this token is for another room: a source belongs to the room it is configured in',
}
