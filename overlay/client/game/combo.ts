import type { GiftEvent } from '../../../proto/feed/index.ts'
import { extendStreak, type Streak, streakKey } from '../streak.ts'
import type { Reducer } from './reducer.ts'

/** The streaks of a room. */
export interface Combos {
  /** The open streaks, the least recently grown first. */
  readonly open: readonly Streak[]
  /** The streak that ended last. */
  readonly ended?: Streak
}

// The relay ends a streak after 30 s; one whose end is in a gap must not stay for ever.
const idleMs = 60_000

/**
 * Reduces events to gift streaks. Totals are absolute, so a gap has no effect after the next gift.
 */
export const comboReducer: Reducer<Combos> = {
  initial: { open: [] },
  step: (state, event) => {
    const isStale = (streak: Streak): boolean => event.receivedAt - streak.event.receivedAt > idleMs
    const kept = state.open.some(isStale)
      ? { ...state, open: state.open.filter((streak) => !isStale(streak)) }
      : state
    return event.type === 'gift' && event.combo ? withGift(kept, event) : kept
  },
}

function withGift(state: Combos, event: GiftEvent): Combos {
  const key = streakKey(event)
  const before = state.open.find((streak) => streak.key === key)
  const others = state.open.filter((streak) => streak !== before)
  const streak = extendStreak(before, event)
  return streak.final ? { open: others, ended: streak } : { ...state, open: [...others, streak] }
}
