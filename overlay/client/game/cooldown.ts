import { versioned } from './versioned-map.ts'

/** When who was last let through, by their id. Holds nobody who may come again already. */
export type Cooldown = ReadonlyMap<string, number>

/** Before anybody came. */
export const freshCooldown: Cooldown = new Map()

/** Whether somebody may, and what to remember. */
export interface Pass {
  readonly allowed: boolean
  readonly cooldown: Cooldown
}

/**
 * Lets each one through once in a while. Who asks too early is refused, and waits no longer for it.
 *
 * @param at - `receivedAt` of the event: the clock of the relay. A platform's `at` may go back.
 */
export function passOnce(
  cooldown: Cooldown,
  id: string,
  { at, everyMs }: { readonly at: number; readonly everyMs: number },
): Pass {
  // A clock that was set back must not lock anybody out: hence the distance, not the difference.
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
