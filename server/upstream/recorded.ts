import { asTest, type Draft, testIdOf } from '../../proto/feed/index.ts'
import type { Clock, Timer } from '../lib/time/clock.ts'
import { Unreadable } from '../lib/file/text-line.ts'
import type { Recording, TimedEvent } from '../platform/platform.ts'
import type { EventSink } from '../pipeline/pipeline.ts'
import type { Session } from './session.ts'

/** Finds a recording by its name; undefined if there is none. */
export type FindRecording = (name: string) => Recording | undefined

// A recording without times would be played all at once: after this many events in a tick, other
// sources get their time.
const burst = 200
const tickMs = 20

/**
 * Plays a recording into a room, once, each event when it is due and marked as a test. Its gifts
 * have added counts already, no running totals.
 */
export function runRecording(
  events: AsyncGenerator<TimedEvent, void>,
  { publish }: Pick<EventSink, 'publish'>,
  clock: Clock,
): Session {
  const startedAt = clock.now()
  // Another play of the same recording has other ids.
  const nameOf = (id: string): string => testIdOf(`${startedAt}.${id}`)
  let open = true
  let timer: Timer | undefined
  let wake: (() => void) | undefined
  const pause = (waitMs: number): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve
      timer = clock.after(waitMs, resolve)
    })
  const play = async (): Promise<Draft> => {
    let number = 0
    let atOnce = 0
    for await (const { afterMs, event } of events) {
      const waitMs = Math.max(startedAt + afterMs - clock.now(), atOnce < burst ? 0 : tickMs)
      if (waitMs > 0) await pause(waitMs)
      if (!open) break
      atOnce = waitMs > 0 ? 1 : atOnce + 1
      number += 1
      const { source: _source, at: _at, ...draft } = event
      publish(asTest(draft, nameOf(draft.id ?? String(number)), nameOf))
    }
    const reason = 'the recording is over'
    return { type: 'source', state: 'ended', reason, reasonCode: 'recording-ended' }
  }
  publish({ type: 'source', state: 'open' })
  const toTheEnd = async (): Promise<void> => {
    const end = await play().catch(failureOf)
    if (open) publish(end)
  }
  const played = toTheEnd()
  return {
    close: async () => {
      open = false
      timer?.cancel()
      wake?.()
      await played
    },
  }
}

/** Returns the draft of a failure without its message, which may name folders. */
function failureOf(cause: unknown): Draft {
  const reason = cause instanceof Unreadable ? cause.message : 'the recording cannot be read'
  return { type: 'source', state: 'failed', reason, reasonCode: 'recording-unreadable' }
}
