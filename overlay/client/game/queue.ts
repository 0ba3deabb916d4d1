import type { User } from '../../../proto/feed/index.ts'
import { commandOf } from './command.ts'
import type { Reducer } from './reducer.ts'

/** Somebody who waits. */
export interface Waiting {
  readonly id: string
  /** Absent if the platform gave none. */
  readonly name?: string
}

/** Who waits, first come first. */
export type Queue = readonly Waiting[]

/** How people queue up. */
export interface QueueRules {
  /** What to write to join: `['排队', 'join']`. */
  readonly join: readonly string[]
  /** What to write to leave. */
  readonly leave?: readonly string[]
  /** No more than so many wait. */
  readonly max?: number
  /** Who may join; everybody unless given. */
  readonly admits?: (user: User) => boolean
}

/** A queue by chat: everybody stands in it once, however often they ask. */
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
      // Most lines are neither command, and a search through a long queue costs time.
      if (!join.has(command) && !leave.has(command)) return queue
      const waits = queue.some((one) => one.id === id)
      if (leave.has(command)) return waits ? queue.filter((one) => one.id !== id) : queue
      if (waits || queue.length >= max || !admits(event.user)) return queue
      return [...queue, name === undefined ? { id } : { id, name }]
    },
  }
}

/** Takes the first so many out: who they are, and who still waits. */
export function takeFirst(
  queue: Queue,
  count = 1,
): { readonly taken: Queue; readonly queue: Queue } {
  return { taken: queue.slice(0, count), queue: queue.slice(count) }
}
