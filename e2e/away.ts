import { setTimeout as pause } from 'node:timers/promises'
import type { Relay } from './crash-relay.ts'

/** What was seen of a server over a while. */
export interface Observation {
  /** Every answer of `/readyz`. */
  readonly readyStatus: readonly number[]
  /** The most memory that it took. */
  readonly residentBytes: number
}

const everyMs = 500

/** Looks at a server for a while. @throws if it does not answer. */
export async function observe(relay: Relay, forMs: number): Promise<Observation> {
  const readyStatus: number[] = []
  let residentBytes = 0
  for (const endsAt = performance.now() + forMs; performance.now() < endsAt;) {
    readyStatus.push(await relay.readyStatus())
    residentBytes = Math.max(residentBytes, relay.residentBytes())
    await pause(everyMs)
  }
  return { readyStatus, residentBytes }
}
