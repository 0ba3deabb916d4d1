// Of real time; far more than anything on this machine takes.
const limitMs = 20_000

/** Lets the event loop turn until it is so. @throws Error that says what it waited for. */
export async function eventually(what: string, isSo: () => boolean): Promise<void> {
  const startedAt = performance.now()
  while (!isSo()) {
    demand(performance.now() - startedAt < limitMs, `waited in vain for: ${what}`)
    await turns(1)
  }
}

/** Lets the event loop turn so many times: each reads what has come. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
}

/** @throws Error where it is not so. */
export function demand(isSo: boolean, orElse: string): void {
  if (!isSo) throw new Error(orElse)
}
