import type { GiftEvent, GiftItem, User } from '../../../proto/feed/index.ts'
import type { Reducer } from './reducer.ts'

/** Gifts of one kind by one person in a row. */
export interface Streak {
  readonly id: string
  readonly gift: GiftItem
  readonly user?: User
  /** Items so far. */
  readonly total: number
  /** When it last grew, `receivedAt`. */
  readonly at: number
}

/** The streaks of a room. */
export interface Combos {
  /** Those that go on, the longest untouched first. */
  readonly open: readonly Streak[]
  /** The one that ended last. */
  readonly ended?: Streak
}

// The relay ends a streak after 30 s; one whose end fell into a gap must not stay for ever.
const idleMs = 60_000

/** Gift streaks: totals are absolute, so that a gap costs nothing once the next gift comes. */
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
