import type { SourceEvent } from '../../../proto/feed/index.ts'
import type { FeedState } from '../../client/reduce.ts'

/** Since when sources have been connecting with a reason why not, by their names. */
export type Hindered = ReadonlyMap<string, number>

/** Returns the sources that are hindered now: those that were before are so since then. */
export function hinderedIn({ sources }: FeedState, before: Hindered, now: number): Hindered {
  const names = Object.entries(sources).flatMap(([name, { source }]) =>
    source && isHindered(source) ? [name] : [],
  )
  return new Map(names.map((name) => [name, before.get(name) ?? now]))
}

/** True if a source does not connect, and says why, or when it will try again. */
export function isHindered({ state, reason, reasonCode, retryAt }: SourceEvent): boolean {
  return state === 'connecting' && (reason ?? reasonCode ?? retryAt) !== undefined
}

/** True if a source is not heard, and says so itself. */
export function isBroken({ state }: SourceEvent): boolean {
  return state === 'stalled' || state === 'blocked' || state === 'failed'
}
