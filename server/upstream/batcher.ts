import type { Clock } from '../lib/time/clock.ts'
import type { JoinBatch, BatchCall } from '../platform/connector.ts'

interface Batch {
  readonly items: string[]
  readonly outcome: Promise<ReadonlySet<string>>
  readonly go: () => void
}

/**
 * Creates a batcher: calls of one key join a batch if they come within the patience of the first.
 */
export function createBatcher(clock: Clock): JoinBatch {
  const open = new Map<string, Batch>()

  const begin = ({ key, withinMs, send }: BatchCall): Batch => {
    const items: string[] = []
    let go: () => void
    const begun = new Promise<void>((resolve) => (go = resolve))
    const timer = clock.after(withinMs, () => batch.go())
    const batch: Batch = {
      items,
      outcome: begun.then(() => send(items)),
      go: () => {
        timer.cancel()
        if (open.get(key) === batch) open.delete(key)
        go()
      },
    }
    open.set(key, batch)
    return batch
  }

  return async (call) => {
    const batch = open.get(call.key) ?? begin(call)
    batch.items.push(call.item)
    if (batch.items.length >= call.most) batch.go()
    return !(await batch.outcome).has(call.item)
  }
}
