import { setTimeout as pause } from 'node:timers/promises'
import type { Relay } from './crash-relay.ts'

/** The measurements of a server over a period. */
export interface Observation {
  /** The status of every answer of `/readyz`. */
  readonly readyStatus: readonly number[]
  /** The maximum of its resident memory. */
  readonly residentBytes: number
}

const everyMs = 500

/** Observes a server for a period. @throws if it does not answer. */
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
