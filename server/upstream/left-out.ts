import type { Effect, LeftOut } from '../platform/platform.ts'

/** Whether an effect only tells of a message that says nothing. */
export function isLeftOut(effect: Effect): effect is LeftOut {
  return effect.kind === 'ignored' || effect.kind === 'redelivered'
}
