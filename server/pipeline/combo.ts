import type { GiftEvent } from '../../proto/feed/index.ts'
import { createSeenIds } from '../lib/seen-ids.ts'
import type { GiftDraft } from '../platform/platform.ts'
import {
  addedBy,
  closingOf,
  factsOf,
  type GiftEventDraft,
  type Streak,
  streakIdOf,
} from './combo-event.ts'

/** Converts running totals to added counts, so that the sum over all events is correct. */
export interface Combos {
  /** Returns the events for a gift message: one, or none if the message adds nothing. */
  readonly accept: (draft: GiftDraft, nowMs: number) => readonly GiftEventDraft[]
  /** Closes the combos that were idle for too long: upstream often loses their end. */
  readonly expire: (nowMs: number) => readonly GiftEventDraft[]
  /** The time of the next call of {@link expire} that has an effect, on the clock of `nowMs`. */
  readonly nextExpiryAt: number | undefined
  /**
   * Restores the state from an event of an earlier run, so that its combo continues. In log order.
   */
  readonly restore: (event: GiftEvent) => void
}

type GiftCombo = NonNullable<GiftDraft['combo']>

interface TrackedStreak extends Streak {
  /** The time at which an open streak ends, or a closed one is forgotten. */
  readonly until: number
}

// Longer than any pause within a streak; a later step still counts.
const defaultIdleMs = 30_000

// After a reconnect the platform repeats old messages, however long the pause was: an ended streak
// must not start again. As long as a room remembers ids.
const rememberMs = 6 * 3_600_000

/**
 * Creates the combos of one source. At most `maxKept` are open: before one more is opened, the one
 * that is idle for longest is closed.
 */
export function createCombos(maxKept = 10_000): Combos {
  // Both in order of the last change: the oldest is first.
  const open = new Map<string, TrackedStreak>()
  const closed = new Map<string, TrackedStreak>()
  // Checks this first: the room drops a repeated event, but its amount would stay in the total.
  const isNew = createSeenIds(maxKept)

  const close = (streak: TrackedStreak, nowMs: number): void => {
    open.delete(streak.id)
    store(closed, { ...streak, until: nowMs + rememberMs })
    const oldest = closed.size > maxKept ? first(closed) : undefined
    if (oldest) closed.delete(oldest.id)
  }
  const makeRoom = (nowMs: number): readonly GiftEventDraft[] => {
    const oldest = open.size > maxKept ? first(open) : undefined
    if (!oldest) return []
    close(oldest, nowMs)
    return [closingOf(oldest)]
  }

  const extend = (draft: GiftDraft, combo: GiftCombo, nowMs: number): readonly GiftEventDraft[] => {
    const { group, final, idleMs = defaultIdleMs } = combo
    const id = streakIdOf(draft, group)
    const ended = closed.get(id)
    const before = (ended ?? open.get(id))?.total ?? 0
    const total = draft.tally === 'added' ? before + draft.count : Math.max(before, draft.count)
    const streak = { id, total, facts: factsOf(draft), until: nowMs + idleMs }
    const over = final || ended !== undefined
    if (over) close(streak, nowMs)
    else store(open, streak)
    if (total <= before) return final && !ended ? [closingOf(streak, draft.at)] : makeRoom(nowMs)
    const event = { ...addedBy(draft, total - before), combo: { id, total, final: over } }
    return [event, ...makeRoom(nowMs)]
  }

  return {
    accept: (draft, nowMs) => {
      forget(closed, nowMs)
      const { combo, tally, id, count } = draft
      if (!combo) return [addedBy(draft, count)]
      const repeated = tally === 'added' && id !== undefined && !isNew(id)
      return repeated ? [] : extend(draft, combo, nowMs)
    },

    expire: (nowMs) => {
      forget(closed, nowMs)
      const idle = [...open.values()].filter(({ until }) => until <= nowMs)
      for (const streak of idle) close(streak, nowMs)
      return idle.map((streak) => closingOf(streak))
    },

    get nextExpiryAt() {
      return earliestOf(open)
    },

    restore: (event) => {
      const { combo, receivedAt } = event
      if (!combo) return
      isNew(event.id)
      const streak = { ...combo, facts: factsOf(event), until: receivedAt + defaultIdleMs }
      if (combo.final) close(streak, receivedAt)
      else store(open, streak)
    },
  }
}

function forget(closed: Map<string, TrackedStreak>, nowMs: number): void {
  for (const { id, until } of closed.values()) {
    if (until > nowMs) return
    closed.delete(id)
  }
}

function store(streaks: Map<string, TrackedStreak>, streak: TrackedStreak): void {
  streaks.delete(streak.id)
  streaks.set(streak.id, streak)
}

function first(streaks: ReadonlyMap<string, TrackedStreak>): TrackedStreak | undefined {
  return streaks.values().next().value
}

function earliestOf(streaks: ReadonlyMap<string, TrackedStreak>): number | undefined {
  let earliest: number | undefined
  for (const { until } of streaks.values()) earliest = Math.min(earliest ?? until, until)
  return earliest
}
