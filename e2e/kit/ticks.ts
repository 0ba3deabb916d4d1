// In real time; far more than any step takes on this machine.
const limitMs = 20_000

/**
 * Runs event-loop ticks until a condition is true. @throws Error with the name of the condition.
 */
export async function eventually(what: string, isSo: () => boolean): Promise<void> {
  const startedAt = performance.now()
  while (!isSo()) {
    assert(performance.now() - startedAt < limitMs, `waited in vain for: ${what}`)
    await turns(1)
  }
}

/** Runs a number of event-loop ticks, each of which reads arrived data. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
}

/** Asserts a condition. @throws Error if it is false. */
export function assert(isSo: boolean, orElse: string): void {
  if (!isSo) throw new Error(orElse)
}
