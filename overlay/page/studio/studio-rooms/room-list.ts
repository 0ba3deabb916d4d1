import type { SourceEvent } from '../../../../proto/feed/index.ts'

/** What a platform keeps from us. */
export type Limit = NonNullable<SourceEvent['limits']>[number]

/** Who we can be to a platform. */
export type Login = 'guest' | 'account' | 'app'

/** What logging in would add. */
export interface Gain {
  readonly login: Login
  /** What would not be missing any more. */
  readonly lifted: readonly Limit[]
}

/** A source of a room. */
export interface ListedSource {
  readonly source: string
  readonly state?: SourceEvent['state']
  /** The reason why it is not received: the server's text, and a code of the feed. */
  readonly reason?: string
  readonly reasonCode?: string
  /** One entry for each better login that would add something. */
  readonly gains: readonly Gain[]
}

/** A room as the list of the server has it; what older servers do not tell is absent. */
export interface ListedRoom {
  readonly id: string
  readonly title?: string
  /** False for a configured room that is not open. */
  readonly open: boolean
  /** True where a schedule says when it is open. */
  readonly scheduled: boolean
  readonly readers: number
  /** Events so far. */
  readonly head: number
  readonly sources: readonly ListedSource[]
}

/** Reads `/api/rooms`: rooms that are open, and configured ones that are not. */
export function readRooms(body: unknown): readonly ListedRoom[] {
  const { rooms, closed } = fieldsOf(body)
  return [...listIn(rooms, true), ...listIn(closed, false)]
}

/** True for a room somebody configured: it can be stopped and started. */
export function isConfigured({ id }: ListedRoom): boolean {
  return !id.includes(':')
}

/** The change that stops a room, or starts it again; a schedule is only overridden. */
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
  // Before the first word of a platform we are a guest to it.
  const at = better.findIndex((offer) => offer['login'] === (login ?? 'guest'))
  const now = login === undefined ? better[at]?.['limits'] : limits
  return [
    {
      source,
      // One of the words of the contract: the server's own schema says so.
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
