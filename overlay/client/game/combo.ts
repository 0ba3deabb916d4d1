import type { GiftEvent, GiftItem, User } from '../../../proto/feed/index.ts'
import type { Reducer } from './reducer.ts'

/** Consecutive gifts of one kind by one user. */
export interface Streak {
  readonly id: string
  readonly gift: GiftItem
  readonly user?: User
  /** The number of items so far. */
  readonly total: number
  /** The time of the last growth, `receivedAt`. */
  readonly at: number
}

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
    const isStale = ({ at }: Streak): boolean => event.receivedAt - at > idleMs
    const kept = state.open.some(isStale)
      ? { ...state, open: state.open.filter((streak) => !isStale(streak)) }
      : state
    return event.type === 'gift' ? withGift(kept, event) : kept
  },
}

function withGift(state: Combos, { combo, gift, user, receivedAt }: GiftEvent): Combos {
  if (!combo) return state
  const before = state.open.find(({ id }) => id === combo.id)
  const others = state.open.filter((streak) => streak !== before)
  const total = Math.max(before?.total ?? 0, combo.total)
  const streak = { id: combo.id, gift, total, at: receivedAt, ...(user ? { user } : {}) }
  return combo.final ? { open: others, ended: streak } : { ...state, open: [...others, streak] }
}
