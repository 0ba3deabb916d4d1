import type { Clock, Timer } from '../lib/time/clock.ts'
import type { PlatformDraft, Timed } from '../platform/platform.ts'
import { createPipeline, type EventSink } from '../pipeline/pipeline.ts'
import type { Session } from './session.ts'

// Timers are no finer than this; a timeline of 10,000 events/s gives 200 of them at a time.
const tickMs = 20

// After a pause of the whole machine a demo goes on from now instead of catching up.
const maxLagMs = 1000

/**
 * Plays an endless timeline into a room, each event when it is due. Every start begins the same
 * timeline anew, so what a run says must not look like a repetition of what an earlier one said.
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

/** A streak belongs to the run; all else has no id, and gets one from its place in the room. */
function ofRun(draft: PlatformDraft, run: number): PlatformDraft {
  if (draft.type !== 'gift' || !draft.combo) return draft
  return { ...draft, combo: { ...draft.combo, group: `${run}-${draft.combo.group}` } }
}
