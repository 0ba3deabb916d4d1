import type { TestEvent } from '../../../proto/feed/schema/test-event.ts'
import type { TimedEvent } from '../../platform/platform.ts'

/** What playing takes. */
export interface PlayParts {
  /** How many times faster than it was. */
  readonly speed: number
  /** Milliseconds, of a clock that does not jump. */
  readonly now: () => number
  /** Resolves earlier when the user asks to stop. */
  readonly sleep: (delayMs: number) => Promise<void>
  readonly stopped: () => boolean
  /** Sends up to {@link batchLimits}. */
  readonly send: (events: readonly TestEvent[]) => Promise<void>
}

/** What one request may hold, well within what a server takes. */
export const batchLimits = { events: 100, chars: 20_000 } as const

// Many events a second go together; nobody sees so short a wait.
const leastWaitMs = 20

/**
 * Sends events when they are due. A server that is slower than that gets the rest as fast as it takes
 * it. @returns when all are sent, or when it was stopped.
 */
export async function play(events: AsyncIterable<TimedEvent>, parts: PlayParts): Promise<void> {
  const { speed, now, sleep, stopped, send } = parts
  const startedAt = now()
  let batch: TestEvent[] = []
  let chars = 0
  const flush = async (): Promise<void> => {
    const full = batch
    batch = []
    chars = 0
    if (full.length > 0) await send(full)
  }
  for await (const { afterMs, event } of events) {
    const { length } = JSON.stringify(event)
    if (batch.length === batchLimits.events || chars + length > batchLimits.chars) await flush()
    const waitMs = (): number => startedAt + afterMs / speed - now()
    if (waitMs() > 0) await flush()
    if (waitMs() > 0) await sleep(Math.max(leastWaitMs, waitMs()))
    if (stopped()) return
    batch.push(event)
    chars += length
  }
  await flush()
}
