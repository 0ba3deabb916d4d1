import { onTestFinished } from 'vitest'

/** Returns what it takes; the end of the test closes it, after all that was opened later. */
export function closedLater<T extends { readonly close: () => unknown }>(one: T): T {
  onTestFinished(async () => void (await one.close()))
  return one
}
