import { type Asker, hasScope } from '../../account/principal.ts'
import { type Scope, scopes } from '../../account/scope.ts'
import { Problem } from '../problem.ts'

/**
 * The access rule of a route: `public` admits every caller; `room` admits callers who may read the
 * named room, which the handler checks when it opens the room; `local` admits programs on this machine
 * if the server listens on this machine only, else holders of `admin`; `owner` admits the owner alone;
 * a scope admits its holders, `room` being the path parameter of the room it must be valid for.
 */
export type Access =
  | 'public'
  | 'room'
  | 'local'
  | 'owner'
  | { readonly scope: Scope; readonly room?: string }

const words: readonly unknown[] = ['public', 'room', 'local', 'owner'] satisfies Access[]

/** Returns true if a value is a rule of {@link Access}: a route table has no types at run time. */
export function isAccess(rule: unknown): boolean {
  if (typeof rule !== 'object' || rule === null || !('scope' in rule)) return words.includes(rule)
  return (scopes as readonly unknown[]).includes(rule.scope)
}

/** A request to which an access rule is applied. */
export interface AuthorizationRequest extends Asker {
  /** The room that the rule names by its path parameter. */
  readonly room?: string | undefined
}

/** Returns why a caller may not call a route; undefined if access is allowed. */
export function authorize(
  access: Access,
  { caller, local, room }: AuthorizationRequest,
): Problem | undefined {
  if (caller.kind === 'wrong-token') return new Problem('wrong-token', caller.reason)
  if (access === 'public' || access === 'room' || caller.kind === 'owner') return undefined
  if (access === 'local' && local) return undefined
  const scope = scopeOf(access)
  if (scope !== undefined && hasScope(caller, scope, room)) return undefined
  return caller.kind === 'anonymous' ? loginRequired(scope) : notAllowed(scope)
}

/** Returns the scope that a rule requires; undefined if no scope is enough. */
function scopeOf(access: Exclude<Access, 'public' | 'room'>): Scope | undefined {
  if (access === 'owner') return undefined
  return access === 'local' ? 'admin' : access.scope
}

function loginRequired(scope: Scope | undefined): Problem {
  const token = scope ? `the owner token or a token with the scope ${scope}` : 'the owner token'
  return new Problem(
    'login-required',
    `token missing: send ${token} as Authorization: Bearer, or log in with the link of the first start`,
  )
}

function notAllowed(scope: Scope | undefined): Problem {
  return new Problem('not-allowed', `this needs ${scope ? `the scope ${scope}` : 'the owner'}`)
}
