import type { GeneratedPlatform, Timed } from '../platform.ts'
import { busy } from './busy.ts'
import { steady } from './steady.ts'

const maxPerSecond = 10_000
const rate = /^[1-9]\d{0,4}$/

/** Rooms that need no network: `demo:busy`, and `demo:<n>` with so many chat events a second. */
export const demo: GeneratedPlatform = {
  kind: 'generated',
  name: 'demo',
  timeline: (ref, seed) => numbered(ref, untitled(ref, seed)),
}

function untitled(ref: string, seed: number): Iterator<Timed, never> {
  if (ref === 'busy') return busy(seed)
  const perSecond = rate.test(ref) ? Number(ref) : 0
  if (perSecond >= 1 && perSecond <= maxPerSecond) return steady(perSecond, seed)
  throw new RangeError(
    `there is no demo:${ref}; there is demo:busy, and demo:1 to demo:${maxPerSecond} for so many events a second`,
  )
}

function* numbered(ref: string, timeline: Iterator<Timed, never>): Generator<Timed, never> {
  for (let number = 1; ; number++) {
    const { afterMs, draft } = timeline.next().value
    yield { afterMs, draft: { ...draft, id: `demo:${ref}:${number}` } }
  }
}
