import { systemClock } from './clock.ts'

/** Resolves after some time, without keeping the process alive. */
export function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    systemClock.after(delayMs, resolve)
  })
}

/**
 * Returns the result of a promise in time; undefined if it fails or takes longer. Its failure must
 * be logged where it happens: here only the time matters.
 */
export async function withTimeout<T>(limitMs: number, work: Promise<T>): Promise<T | undefined> {
  const late = new Promise<undefined>((resolve) => {
    systemClock.after(limitMs, () => resolve(undefined))
  })
  return Promise.race([work.catch(() => undefined), late])
}
