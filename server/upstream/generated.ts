import type { Clock, Timer } from '../lib/time/clock.ts'
import type { PlatformDraft, Timed } from '../platform/platform.ts'
import { createPipeline, type EventSink } from '../pipeline/pipeline.ts'
import type { Session } from './session.ts'

// Timers are no finer than this; a timeline of 10,000 events/s gives 200 of them at a time.
const tickMs = 20

// After a pause of the whole machine a demo continues from now instead of catching up.
const maxLagMs = 1000

/**
 * Plays an endless timeline into a room, each event when it is due. Every start begins the same
 * timeline again, so the events of a run must not look like repetitions of an earlier one.
 */
export function runTimeline(
  timeline: Iterator<Timed, never>,
  sink: EventSink,
  clock: Clock,
): Session {
  const pipeline = createPipeline(clock, sink)
  const run = clock.now()
  let startedAt = run
  let next = timeline.next().value
  let timer: Timer | undefined
  const play = (): void => {
    const now = clock.now()
    if (now - startedAt - next.afterMs > maxLagMs) startedAt = now - next.afterMs
    while (startedAt + next.afterMs <= now) {
      pipeline.accept(ofRun(next.draft, run))
      next = timeline.next().value
    }
    timer = clock.after(Math.max(tickMs, startedAt + next.afterMs - now), play)
  }
  sink.publish({ type: 'source', state: 'open' })
  play()
  return {
    close: () => {
      timer?.cancel()
      pipeline.close()
      return Promise.resolve()
    },
  }
}

/**
 * Makes the streak of a draft one of its run; other drafts have no id, and get one from their
 * position in the room.
 */
function ofRun(draft: PlatformDraft, run: number): PlatformDraft {
  if (draft.type !== 'gift' || !draft.combo) return draft
  return { ...draft, combo: { ...draft.combo, group: `${run}-${draft.combo.group}` } }
}
