import type { TestEvent } from '../../../proto/feed/schema/test-event.ts'
import type { TimedEvent } from '../../platform/platform.ts'

/** Dependencies of {@link play}. */
export interface PlayParts {
  /** The factor by which the events are sent faster than recorded. */
  readonly speed: number
  /** Returns the milliseconds of a monotonic clock. */
  readonly now: () => number
  /** Waits; resolves earlier when the user stops the program. */
  readonly sleep: (delayMs: number) => Promise<void>
  readonly stopped: () => boolean
  /** Sends a batch within {@link batchLimits}. */
  readonly send: (events: readonly TestEvent[]) => Promise<void>
}

/** The limits of one request, well within those of a server. */
export const batchLimits = { events: 100, chars: 20_000 } as const

// Events within this time are sent together; a viewer does not notice so short a delay.
const leastWaitMs = 20

/**
 * Sends events at their time. A slower server gets them as fast as it accepts them. Resolves when all
 * are sent, or after a stop.
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
