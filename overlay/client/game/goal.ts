import type { FeedEvent } from '../../../proto/feed/index.ts'
import { weightOf } from '../money.ts'
import type { Reducer } from './reducer.ts'

/** The progress of a goal. */
export interface Goal {
  readonly reached: number
  readonly target: number
  readonly done: boolean
}

/** The rules of a goal. */
export interface GoalRules {
  readonly target: number
  /** Returns the contribution of an event; {@link centsOf} by default. */
  readonly measure?: (event: FeedEvent) => number
}

/** Makes a goal for a whole room. It stays reached. */
export function createGoal({ target, measure = centsOf }: GoalRules): Reducer<Goal> {
  return {
    initial: { reached: 0, target, done: target <= 0 },
    step: (goal, event) => {
      const added = measure(event)
      if (added === 0) return goal
      const reached = goal.reached + added
      return { reached, target, done: goal.done || reached >= target }
    },
  }
}

/** Returns the payment of an event, CNY cents, a coin as 10; 0 if it is free or has no known rate. */
export function centsOf(event: FeedEvent): number {
  const { type } = event
  const paid = type === 'gift' || type === 'superchat' || type === 'membership'
  return paid ? weightOf(event.value) : 0
}

/** Returns the likes of an event. */
export function likesOf(event: FeedEvent): number {
  return event.type === 'like' ? event.count : 0
}
