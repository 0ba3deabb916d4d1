/** The public interface of `danmu-relay/client/game`: games as pure functions of a feed. */
export type { Reducer } from './reducer.ts'
export { commandOf } from './command.ts'
export { type Ballot, createVote, type Vote, type VoteRules } from './vote.ts'
export { createQueue, type Queue, type QueueRules, takeFirst, type Waiting } from './queue.ts'
export { type Cooldown, freshCooldown, type Pass, passOnce } from './cooldown.ts'
export { type Combos, comboReducer } from './combo.ts'
export { extendStreak, type Streak, streakKey } from '../streak.ts'
export { centsOf, createGoal, type Goal, type GoalRules, likesOf } from './goal.ts'
