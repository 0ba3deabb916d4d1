import type { SourceEvent } from '../../../proto/feed/index.ts'
import type { FeedState } from '../../client/reduce.ts'

/** The sources that cannot connect, by name, with the time since when. */
export type Hindered = ReadonlyMap<string, number>

/** Returns the sources that cannot connect now; those in `before` keep their time. */
export function hinderedIn({ sources }: FeedState, before: Hindered, now: number): Hindered {
  const names = Object.entries(sources).flatMap(([name, { source }]) =>
    source && isHindered(source) ? [name] : [],
  )
  return new Map(names.map((name) => [name, before.get(name) ?? now]))
}

/** True if a source is connecting and gives a reason for the delay, or the time of the next try. */
export function isHindered({ state, reason, reasonCode, retryAt }: SourceEvent): boolean {
  return state === 'connecting' && (reason ?? reasonCode ?? retryAt) !== undefined
}

/** True if a source is not received: its state is `stalled`, `blocked` or `failed`. */
export function isBroken({ state }: SourceEvent): boolean {
  return state === 'stalled' || state === 'blocked' || state === 'failed'
}
