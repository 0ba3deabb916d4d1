import type { Random } from '../../lib/random.ts'
import type { PlatformDraft } from '../platform.ts'

/** Something that will happen. */
export interface Cue {
  /** Milliseconds after the start. */
  readonly afterMs: number
  /** Makes the event. Called once, when everything earlier has happened: it may tell totals. */
  readonly perform: () => PlatformDraft
}

/** Cues without end, in order. */
export type Act = Iterator<Cue, never>

/** All the acts as one: always the earliest cue, of equals that of the earlier act. */
export function* together(acts: readonly Act[]): Generator<Cue, never> {
  const heads = acts.map((act) => ({ act, cue: act.next().value }))
  for (;;) {
    const first = heads.reduce((a, b) => (b.cue.afterMs < a.cue.afterMs ? b : a))
    yield first.cue
    first.cue = first.act.next().value
  }
}

/** The same thing at even distances. */
export function* regularly(everyMs: number, perform: Cue['perform']): Generator<Cue, never> {
  for (let afterMs = everyMs; ; afterMs += everyMs) yield { afterMs, perform }
}

/** The same thing at chance moments, as independent people do things, this far apart on average. */
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

// A room is not evenly busy: at the start, and again and again, something happens on the stage.
const waveMs = 11_000
const crestMs = 3_000
const crestFactor = 2.5

/** How long somebody waits who acts every `meanMs` on average; less when the room is excited. */
export function pause(random: Random, meanMs: number, atMs: number): number {
  const excitement = atMs % waveMs < crestMs ? crestFactor : 1
  return Math.round((-Math.log(1 - random()) * meanMs) / excitement)
}
