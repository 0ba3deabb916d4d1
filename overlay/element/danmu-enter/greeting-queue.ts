import type { Deed } from '../../locale/element/index.ts'
import { isTarget, type Target } from '../base/target.ts'

/** Somebody who came in, or did something else without words. */
export interface Guest {
  readonly event: Deed
  /** Ordinary people who came at the same time. */
  readonly others: number
}

/** Who is greeted now, and who waits. Times are of one clock, milliseconds. */
export interface GreetingQueue {
  readonly current: (Guest & { readonly since: number }) | undefined
  readonly waiting: readonly Guest[]
}

/** An empty hall. */
export const emptyGreetingQueue: GreetingQueue = { current: undefined, waiting: [] }

/** How long somebody is greeted if nobody else comes. */
export const longestMs = 4_000

const shortestMs = { ordinary: 1_000, distinguished: 2_500 } as const
const mostWaiting = 12

/** True for those who get a greeting of their own: the crew, and people with a role. */
export function isDistinguished({ user }: Deed): boolean {
  return user?.guard !== undefined || (user?.roles?.length ?? 0) > 0
}

/**
 * The hall after somebody came. The distinguished go first, in the order they came; ordinary people
 * who wait are greeted together, so that a crowd takes no longer than one of them.
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

/** The hall at `now`. */
export function turned(greeting: GreetingQueue, now: number): GreetingQueue {
  const { current, waiting } = greeting
  const [next, ...rest] = waiting
  if (current && now - current.since < (next ? leastMs(current) : longestMs)) return greeting
  return { current: next && { ...next, since: now }, waiting: rest }
}

/** When the hall changes by itself; undefined if it is empty. */
export function turnsAt({ current, waiting }: GreetingQueue): number | undefined {
  return current && current.since + (waiting.length > 0 ? leastMs(current) : longestMs)
}

/** The hall without what is taken back. */
export function withdrawn(
  { current, waiting }: GreetingQueue,
  target: Target,
  now: number,
): GreetingQueue {
  const kept = ({ event }: Guest): boolean => !isTarget(event, target)
  return turned(
    { current: current && kept(current) ? current : undefined, waiting: waiting.filter(kept) },
    now,
  )
}

function leastMs({ event }: Guest): number {
  return isDistinguished(event) ? shortestMs.distinguished : shortestMs.ordinary
}
