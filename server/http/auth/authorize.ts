import { decide, type Resource, wholeServer } from '../../account/policy.ts'
import { type Action, actions } from '../../account/policy-table.ts'
import type { Principal } from '../../account/principal.ts'
import type { Problem } from '../problem.ts'
import { problemOf } from './room-entry.ts'

/**
 * The access rule of a route: an action of the policy on the whole server, or on the room that a path
 * parameter names, or on the live room that it names. `public` admits every caller without a wrong
 * token. For `read` and `ticket` without a live room the handler asks the policy again, with the room or
 * the overlay that it has found.
 */
export type Access =
  | 'public'
  | Action
  | { readonly action: Action; readonly room: string }
  | { readonly action: Action; readonly live: string }

const words: readonly unknown[] = ['public', ...actions]

/** Returns true if a value is a rule of {@link Access}: a route table has no types at run time. */
export function isAccess(rule: unknown): boolean {
  if (typeof rule !== 'object' || rule === null) return words.includes(rule)
  return 'action' in rule && words.includes(rule.action) && ('room' in rule || 'live' in rule)
}

/** Returns the action that a rule is about. */
export function actionOf(access: Access): Action {
  if (access === 'public') return 'connect'
  return typeof access === 'object' ? access.action : access
}

/**
 * Returns why a caller may not call a route; undefined if access is allowed.
 *
 * @param named - the room that the rule names by its path parameter; the whole server if absent.
 */
export function authorize(
  access: Access,
  principal: Principal,
  named: Resource = wholeServer,
): Problem | undefined {
  const action = actionOf(access)
  const isLive = typeof access === 'object' && 'live' in access
  const asked = ofOneObject.has(action) && !isLive ? 'connect' : action
  const decision = decide(principal, asked, asked === 'connect' ? wholeServer : named)
  return decision.allowed ? undefined : problemOf(decision, principal)
}

const ofOneObject: ReadonlySet<Action> = new Set(['read', 'ticket'])
