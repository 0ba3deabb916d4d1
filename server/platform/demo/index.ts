import type { GeneratedPlatform, Timed } from '../platform.ts'
import { busy } from './busy.ts'
import { costOf, maxPerSecond, perSecondOf } from './rate.ts'
import { steady } from './steady.ts'

/** Rooms that need no network: `demo:busy`, and `demo:<n>` with this many chat events a second. */
export const demo: GeneratedPlatform = {
  kind: 'generated',
  name: 'demo',
  site: { platform: 'demo', title: { en: 'Demo', 'zh-CN': '演示' } },
  timeline,
  costOf,
}

function timeline(ref: string, seed: number): Iterator<Timed, never> {
  if (ref === 'busy') return busy(seed)
  const perSecond = perSecondOf(ref)
  if (perSecond >= 1 && perSecond <= maxPerSecond) return steady(perSecond, seed)
  throw new RangeError(
    `there is no demo:${ref}; there is demo:busy, and demo:1 to demo:${maxPerSecond} for so many events a second`,
  )
}
