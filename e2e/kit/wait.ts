import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises'

/** The longest wait by default, milliseconds: no bound of a test, but room for a busy machine. */
export const patienceMs = 90_000

/** The options of a wait. */
export interface Wait {
  /** The name of the condition; its source if absent. */
  readonly what?: string
  /** The limit, milliseconds. */
  readonly withinMs?: number
}

/**
 * Looks at a condition until it is neither false nor throws, and returns its value. It looks once
 * each turn of the event loop at first, then ever more rarely, at least 20 times a second.
 *
 * @throws Error with the name of the condition and its last error, if it was never met.
 */
export async function until<T>(
  look: () => T | Promise<T>,
  { what = String(look), withinMs = patienceMs }: Wait = {},
): Promise<Exclude<T, false>> {
  const startedAt = performance.now()
  for (;;) {
    let cause: unknown
    try {
      const found = await look()
      if (found !== false) return found as Exclude<T, false>
    } catch (error) {
      cause = error // an assertion that does not hold yet, or a server that is not there yet
    }
    const waitedMs = performance.now() - startedAt
    if (waitedMs > withinMs) {
      throw new Error(`waited ${withinMs / 1000} s in vain: ${what}`, { cause })
    }
    await (waitedMs < 20 ? turn() : pause(Math.min(50, waitedMs / 10)))
  }
}

/** Runs a number of event-loop turns, each of which reads arrived data. */
export async function turns(count: number): Promise<void> {
  for (let done = 0; done < count; done++) await turn()
}
