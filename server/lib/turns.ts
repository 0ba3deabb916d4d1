import { TooBusy } from './too-busy.ts'

/** The bounds of work that takes turns. */
export interface TurnLimits {
  readonly maxRunning: number
  readonly maxWaiting: number
}

/**
 * Returns a function that runs work, a few at once and the others in their order; it throws TooBusy if
 * too many wait.
 */
export function createTurns({
  maxRunning,
  maxWaiting,
}: TurnLimits): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (waiting.length >= maxWaiting) throw new TooBusy('too much of this work waits already')
    if (running >= maxRunning) await new Promise<void>((go) => waiting.push(go))
    else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
