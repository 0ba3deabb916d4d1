import type { Draft, Money, RankEvent, StatsEvent, User } from '../../../proto/feed/index.ts'

type Figures = Pick<StatsEvent, 'online' | 'seen' | 'likes' | 'followers' | 'income'>

const boardRows = 10

/** The sums of a demo room: its figures and its board add up the events that were shown. */
export interface Tally {
  readonly entered: () => void
  readonly followed: () => void
  /** Adds likes, and returns the total of the room so far. */
  readonly liked: (count: number) => number
  readonly spent: (user: User, diamonds: number) => void
  readonly stats: () => Figures & { readonly type: 'stats' }
  readonly board: () => Extract<Draft, { type: 'rank' }>
}

/** Returns an amount of diamonds; ten are one CNY. */
export function diamonds(amount: number): Money {
  return { amount, unit: 'diamond', cents: amount * 10 }
}

/** Creates the sums of a room that has been live for a while. */
export function createTally(): Tally {
  let seen = 9961
  let likes = 19_353
  let followers = 345_676
  let income = 0
  const spenders = new Map<User, number>()
  return {
    entered: () => void seen++,
    followed: () => void followers++,
    liked: (count) => (likes += count),
    spent: (user, amount) => {
      income += amount
      spenders.set(user, (spenders.get(user) ?? 0) + amount)
    },
    stats: () => ({
      type: 'stats',
      online: Math.round(seen * 0.36),
      seen,
      likes,
      followers,
      income: diamonds(income),
    }),
    board: () => ({ type: 'rank', board: 'contribution', rows: rowsOf(spenders) }),
  }
}

function rowsOf(spenders: ReadonlyMap<User, number>): RankEvent['rows'] {
  return [...spenders]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, boardRows)
    .map(([user, score], index) => ({ rank: index + 1, user, score }))
}
