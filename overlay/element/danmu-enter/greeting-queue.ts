import type { Deed } from '../../locale/element.ts'
import { isTarget } from '../base/is-target.ts'
import type { Target } from '../base/target.ts'

/** A viewer who entered, or acted otherwise without text. */
export interface Guest {
  readonly event: Deed
  /** The number of ordinary viewers greeted together with this one. */
  readonly others: number
}

/** The current greeting and the waiting ones. Times are of one clock, milliseconds. */
export interface GreetingQueue {
  readonly current: (Guest & { readonly since: number }) | undefined
  readonly waiting: readonly Guest[]
}

/** A greeting queue with no entries. */
export const emptyGreetingQueue: GreetingQueue = { current: undefined, waiting: [] }

/** The duration of a greeting if no other waits. */
export const longestMs = 4_000

const shortestMs = { ordinary: 1_000, distinguished: 2_500 } as const
const mostWaiting = 12

/** Returns true for viewers with a separate greeting: guards and users with a role. */
export function isDistinguished({ user }: Deed): boolean {
  return user?.guard !== undefined || (user?.roles?.length ?? 0) > 0
}

/**
 * Returns the queue after an entry. Distinguished viewers go first, in order of arrival; ordinary
 * viewers are greeted together, so that a crowd takes no longer than one of them.
 */
export function came(greeting: GreetingQueue, event: Deed, now: number): GreetingQueue {
  const { waiting } = greeting
  if (isDistinguished(event)) {
    const index = waiting.findIndex((guest) => !isDistinguished(guest.event))
    const at = index === -1 ? waiting.length : index
    const guest: Guest = { event, others: 0 }
    const queue = [...waiting.slice(0, at), guest, ...waiting.slice(at)]
    return turned({ ...greeting, waiting: queue.slice(0, mostWaiting) }, now)
  }
  const same = waiting.find(
    (guest) => !isDistinguished(guest.event) && guest.event.type === event.type,
  )
  const queue = same
    ? waiting.map((guest) => (guest === same ? { event, others: guest.others + 1 } : guest))
    : [...waiting, { event, others: 0 }]
  return turned({ ...greeting, waiting: queue.slice(0, mostWaiting) }, now)
}

/** Returns the queue at `now`. */
export function turned(greeting: GreetingQueue, now: number): GreetingQueue {
  const { current, waiting } = greeting
  const [next, ...rest] = waiting
  if (current && now - current.since < (next ? leastMs(current) : longestMs)) return greeting
  return { current: next && { ...next, since: now }, waiting: rest }
}

/** Returns the time of the next change; undefined if the queue is empty. */
export function turnsAt({ current, waiting }: GreetingQueue): number | undefined {
  return current && current.since + (waiting.length > 0 ? leastMs(current) : longestMs)
}

/** Returns the queue without withdrawn greetings. */
export function withdrawn(
  { current, waiting }: GreetingQueue,
  target: Target,
  now: number,
): GreetingQueue {
  const stays = ({ event }: Guest): boolean => !isTarget(event, target)
  return turned(
    { current: current && stays(current) ? current : undefined, waiting: waiting.filter(stays) },
    now,
  )
}

function leastMs({ event }: Guest): number {
  return isDistinguished(event) ? shortestMs.distinguished : shortestMs.ordinary
}
