import type { FeedEvent } from '../../../proto/feed/index.ts'
import type { Reducer } from './reducer.ts'

/** How far a room has come. */
export interface Goal {
  readonly reached: number
  readonly target: number
  readonly done: boolean
}

/** What counts towards a goal. */
export interface GoalRules {
  readonly target: number
  /** What an event adds; {@link centsOf} unless given. */
  readonly measure?: (event: FeedEvent) => number
}

/** A goal the room works towards together. It stays done. */
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

/** What was paid, in CNY cents; 0 where it was nothing, or where no rate is known. */
export function centsOf(event: FeedEvent): number {
  const { type } = event
  const paid = type === 'gift' || type === 'superchat' || type === 'membership'
  return (paid ? event.value?.cents : undefined) ?? 0
}

/** Likes given. */
export function likesOf(event: FeedEvent): number {
  return event.type === 'like' ? event.count : 0
}
