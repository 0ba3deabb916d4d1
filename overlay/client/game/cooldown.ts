import { versioned } from './versioned-map.ts'

/** The time of the last pass of each user, by id. Expired entries are removed. */
export type Cooldown = ReadonlyMap<string, number>

/** The state before the first user. */
export const freshCooldown: Cooldown = new Map()

/** The result of an attempt, and the state after it. */
export interface Pass {
  readonly allowed: boolean
  readonly cooldown: Cooldown
}

/**
 * Lets each user pass once in a period. An attempt that is too early is refused, and does not
 * extend the period.
 *
 * @param at - `receivedAt` of the event: the clock of the relay. A platform's `at` may go back.
 */
export function passOnce(
  cooldown: Cooldown,
  id: string,
  { at, everyMs }: { readonly at: number; readonly everyMs: number },
): Pass {
  // A clock that was set back must not lock users out: hence the distance, not the difference.
  const isRecent = (last: number): boolean => Math.abs(at - last) < everyMs
  const last = cooldown.get(id)
  if (last !== undefined && isRecent(last)) return { allowed: false, cooldown }
  // The newest entry is last, so that the expired entries are first.
  let recent = versioned(cooldown).delete(id)
  for (let first = recent.first(); first !== undefined; first = recent.first()) {
    if (isRecent(recent.get(first) ?? at)) break
    recent = recent.delete(first)
  }
  return { allowed: true, cooldown: recent.set(id, at) }
}
