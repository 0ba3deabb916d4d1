import { type Action, actions, decide, wholeServer } from '../../account/policy.ts'
import type { Principal } from '../../account/principal.ts'
import type { Problem } from '../problem.ts'
import { problemOf } from './room-entry.ts'

/**
 * The access rule of a route: an action of the policy on the whole server, or on the room that a path
 * parameter names. `public` admits every caller without a wrong token. For `read` and `ticket` the
 * handler asks the policy again, with the room or the overlay that it has found.
 */
export type Access = 'public' | Action | { readonly action: Action; readonly room: string }

const words: readonly unknown[] = ['public', ...actions]

/** Returns true if a value is a rule of {@link Access}: a route table has no types at run time. */
export function isAccess(rule: unknown): boolean {
  if (typeof rule !== 'object' || rule === null) return words.includes(rule)
  return 'action' in rule && words.includes(rule.action) && 'room' in rule
}

/** Returns the action that a rule is about. */
export function actionOf(access: Access): Action {
  if (access === 'public') return 'connect'
  return typeof access === 'object' ? access.action : access
}

/**
 * Returns why a caller may not call a route; undefined if access is allowed.
 *
 * @param room - the room that the rule names by its path parameter.
 */
export function authorize(
  access: Access,
  principal: Principal,
  room?: string,
): Problem | undefined {
  const action = actionOf(access)
  const resource = room === undefined ? wholeServer : ({ kind: 'named', room } as const)
  const decision = decide(principal, ofOneObject.has(action) ? 'connect' : action, resource)
  return decision.allowed ? undefined : problemOf(decision, principal)
}

const ofOneObject: ReadonlySet<Action> = new Set(['read', 'ticket'])
