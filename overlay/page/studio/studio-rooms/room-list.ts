import type { Gain } from '../../../locale/studio/words.ts'
import type { SourceEvent } from '../../../../proto/feed/index.ts'

/** A restriction of a platform. */
export type Limit = NonNullable<SourceEvent['limits']>[number]

/** A source of a room. */
export interface ListedSource {
  readonly source: string
  readonly state?: SourceEvent['state']
  /** The reason why it is not received: the server's text, and a code of the feed. */
  readonly reason?: string
  readonly reasonCode?: string
  /** One entry for each better login with a gain. */
  readonly gains: readonly Gain[]
}

/** A room in the list of the server; fields that older servers do not send are absent. */
export interface ListedRoom {
  readonly id: string
  readonly title?: string
  /** False for a configured room that is not open. */
  readonly open: boolean
  /** True if a schedule opens and closes it. */
  readonly scheduled: boolean
  readonly readers: number
  /** The number of events so far. */
  readonly head: number
  readonly sources: readonly ListedSource[]
}

/** Reads `/api/rooms`: open rooms, and configured rooms that are closed. */
export function readRooms(body: unknown): readonly ListedRoom[] {
  const { rooms, closed } = fieldsOf(body)
  return [...listIn(rooms, true), ...listIn(closed, false)]
}

/** Returns true for a configured room: it can be stopped and started. */
export function isConfigured({ id }: ListedRoom): boolean {
  return !id.includes(':')
}

/** Returns the change that stops a room, or starts it again; a schedule is only overridden. */
export function switched({ open, scheduled }: ListedRoom): object {
  return scheduled ? { override: open ? 'closed' : 'open' } : { enabled: !open }
}

function listIn(list: unknown, open: boolean): readonly ListedRoom[] {
  return arrayOf(list).flatMap((one) => {
    const { id, title, readers, head, sources, listening } = fieldsOf(one)
    const { why } = fieldsOf(listening)
    if (typeof id !== 'string') return []
    return {
      id,
      open,
      scheduled: why === 'schedule' || why === 'override',
      readers: typeof readers === 'number' ? readers : 0,
      head: typeof head === 'number' ? head : 0,
      ...(typeof title === 'string' ? { title } : {}),
      sources: arrayOf(sources).flatMap(sourceIn),
    }
  })
}

function sourceIn(value: unknown): readonly ListedSource[] {
  const { source, state, reason, reasonCode, login, limits, offers } = fieldsOf(value)
  if (typeof source !== 'string') return []
  const better = arrayOf(offers).map(fieldsOf)
  // Before the first event of a platform the login is that of a guest.
  const at = better.findIndex((offer) => offer['login'] === (login ?? 'guest'))
  const now = login === undefined ? better[at]?.['limits'] : limits
  return [
    {
      source,
      // A value of the contract: the server's own schema guarantees it.
      ...(typeof state === 'string' ? { state: state as SourceEvent['state'] } : {}),
      ...(typeof reason === 'string' ? { reason } : {}),
      ...(typeof reasonCode === 'string' ? { reasonCode } : {}),
      gains: better.slice(at + 1).flatMap((offer) => gainIn(offer, arrayOf(now))),
    },
  ]
}

function gainIn(
  { login, limits }: Readonly<Record<string, unknown>>,
  now: readonly unknown[],
): readonly Gain[] {
  if (login !== 'account' && login !== 'app') return []
  const then = arrayOf(limits)
  const lifted = limitNames.filter((limit) => now.includes(limit) && !then.includes(limit))
  return lifted.length === 0 ? [] : [{ login, lifted }]
}

const limitNames: readonly Limit[] = ['masked', 'anonymous', 'login-needed', 'sampled']

function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
