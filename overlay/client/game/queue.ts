import type { User } from '../../../proto/feed/index.ts'
import { commandOf } from './command.ts'
import type { Reducer } from './reducer.ts'

/** A waiting user. */
export interface Waiting {
  readonly id: string
  /** The name; absent if the platform gave none. */
  readonly name?: string
}

/** The waiting users in order of arrival. */
export type Queue = readonly Waiting[]

/** The rules of a queue. */
export interface QueueRules {
  /** The texts that join: `['排队', 'join']`. */
  readonly join: readonly string[]
  /** The texts that leave. */
  readonly leave?: readonly string[]
  /** The maximum number of waiting users. */
  readonly max?: number
  /** Returns true if a user may join; by default every user may. */
  readonly admits?: (user: User) => boolean
}

/** Makes a queue by chat: each user is in it at most once. */
export function createQueue(rules: QueueRules): Reducer<Queue> {
  const { max = Number.POSITIVE_INFINITY, admits = () => true } = rules
  const join = new Set(rules.join.map(commandOf))
  const leave = new Set(rules.leave?.map(commandOf))
  return {
    initial: [],
    step: (queue, event) => {
      if (event.type !== 'chat' || event.user?.id === undefined) return queue
      const { id, name } = event.user
      const command = commandOf(event.text)
      // Most lines are neither command, and a search through a long queue takes time.
      if (!join.has(command) && !leave.has(command)) return queue
      const waits = queue.some((one) => one.id === id)
      if (leave.has(command)) return waits ? queue.filter((one) => one.id !== id) : queue
      if (waits || queue.length >= max || !admits(event.user)) return queue
      return [...queue, name === undefined ? { id } : { id, name }]
    },
  }
}

/** Removes a number of users from the front: returns them, and the remaining queue. */
export function takeFirst(
  queue: Queue,
  count = 1,
): { readonly taken: Queue; readonly queue: Queue } {
  return { taken: queue.slice(0, count), queue: queue.slice(count) }
}
