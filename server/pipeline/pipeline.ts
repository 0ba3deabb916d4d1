import type { Draft, FeedEvent, Raw } from '../../proto/feed/index.ts'
import type { Clock, Timer } from '../lib/time/clock.ts'
import type { BareDraft, PlatformDraft } from '../platform/platform.ts'
import { createCombos } from './combo.ts'
import { createProvisionals } from './provisional.ts'

/** The target of a source's events: its room. */
export interface EventSink {
  /** The last gifts that the room showed before this run: their streaks continue. In log order. */
  readonly recent: readonly FeedEvent[]
  readonly publish: (draft: Draft) => void
  readonly publishRaw: (raw: Raw) => void
}

/**
 * Converts the drafts of a platform to events: a thing that a platform reports twice becomes one
 * event, and running gift totals become added counts.
 */
export interface Pipeline {
  readonly accept: (draft: PlatformDraft) => void
  /** Publishes the provisional drafts and stops waiting for the ends of combos. Idempotent. */
  readonly close: () => void
}

/** Creates the pipeline from one source's drafts to its room. */
export function createPipeline(
  clock: Clock,
  { publish, recent }: Omit<EventSink, 'publishRaw'>,
): Pipeline {
  const provisionals = createProvisionals()
  const combos = createCombos()
  for (const event of recent) if (event.type === 'gift') combos.restore(event)
  const pass = (drafts: readonly BareDraft[]): void => {
    for (const draft of drafts) {
      if (draft.type !== 'gift') publish(draft)
      else for (const gift of combos.accept(draft, clock.now())) publish(gift)
    }
  }
  const waiting = createDeadlineTimer({
    clock,
    dueAt: () => provisionals.nextExpiryAt,
    ring: (nowMs) => pass(provisionals.expire(nowMs)),
  })
  const idle = createDeadlineTimer({
    clock,
    dueAt: () => combos.nextExpiryAt,
    ring: (nowMs) => {
      for (const draft of combos.expire(nowMs)) publish(draft)
    },
  })
  idle.look()
  return {
    accept: (draft) => {
      pass(provisionals.accept(draft, clock.now()))
      if (draft.provisional) waiting.look()
      // A new step only moves the end of a streak to later, so a check at the time of the timer is
      // late by no more than the platforms differ in patience.
      if (draft.type === 'gift' && !idle.isSet) idle.look()
    },
    close: () => {
      waiting.cancel()
      idle.cancel()
      pass(provisionals.expire(Number.POSITIVE_INFINITY))
    },
  }
}

/** A timer for the earliest of several deadlines. */
interface DeadlineTimer {
  /** True if the timer is set. */
  readonly isSet: boolean
  /** Sets the timer for the next deadline, unless it is set for an earlier time. */
  readonly look: () => void
  /** Cancels the timer. Idempotent. */
  readonly cancel: () => void
}

/** The dependencies of a deadline timer. */
interface DeadlineTimerParts {
  readonly clock: Clock
  /** Returns the time of the next deadline; undefined if there is none. */
  readonly dueAt: () => number | undefined
  /** Handles the deadlines that are due. */
  readonly ring: (nowMs: number) => void
}

/** Creates a timer that is not set yet. */
function createDeadlineTimer({ clock, dueAt, ring }: DeadlineTimerParts): DeadlineTimer {
  let set: { readonly at: number; readonly timer: Timer } | undefined
  const look = (): void => {
    const at = dueAt()
    if (at === undefined || (set && set.at <= at)) return
    set?.timer.cancel()
    const timer = clock.after(Math.max(0, at - clock.now()), () => {
      set = undefined
      ring(clock.now())
      look()
    })
    set = { at, timer }
  }
  return {
    get isSet() {
      return set !== undefined
    },
    look,
    cancel: () => set?.timer.cancel(),
  }
}
