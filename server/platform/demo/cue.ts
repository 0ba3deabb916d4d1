import type { Random } from '../../lib/random.ts'
import type { PlatformDraft } from '../platform.ts'

/** A planned event. */
export interface Cue {
  /** Milliseconds after the start. */
  readonly afterMs: number
  /** Creates the event. Called once, after all earlier events, so that it may contain totals. */
  readonly perform: () => PlatformDraft
}

/** An endless series of cues, in order. */
export type Act = Iterator<Cue, never>

/** Merges several acts: always the earliest cue, for equal times that of the earlier act. */
export function* together(acts: readonly Act[]): Generator<Cue, never> {
  const heads = acts.map((act) => ({ act, cue: act.next().value }))
  for (;;) {
    const first = heads.reduce((a, b) => (b.cue.afterMs < a.cue.afterMs ? b : a))
    yield first.cue
    first.cue = first.act.next().value
  }
}

/** Yields the same event at regular intervals. */
export function* regularly(everyMs: number, perform: Cue['perform']): Generator<Cue, never> {
  for (let afterMs = everyMs; ; afterMs += everyMs) yield { afterMs, perform }
}

/** Yields the same event at random times, as of independent people, with this average interval. */
export function* byChance(
  random: Random,
  meanMs: number,
  perform: Cue['perform'],
): Generator<Cue, never> {
  let afterMs = 0
  for (;;) {
    afterMs += pause(random, meanMs, afterMs)
    yield { afterMs, perform }
  }
}

// A room is not evenly busy: it has a wave of events at the start, and periodically later.
const waveMs = 11_000
const crestMs = 3_000
const crestFactor = 2.5

/** Returns the random pause of a viewer who acts every `meanMs` on average; less during a wave. */
export function pause(random: Random, meanMs: number, atMs: number): number {
  const excitement = atMs % waveMs < crestMs ? crestFactor : 1
  return Math.round((-Math.log(1 - random()) * meanMs) / excitement)
}
