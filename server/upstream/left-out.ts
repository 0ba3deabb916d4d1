import type { Effect, LeftOut } from '../platform/platform.ts'

/** Returns true if an effect only counts a message without an event. */
export function isLeftOut(effect: Effect): effect is LeftOut {
  return effect.kind === 'ignored' || effect.kind === 'redelivered'
}
