import type { AnswerJson } from '../../../../proto/api/endpoint.ts'
import { parseRoomId } from '../../../../proto/feed/index.ts'
import type { Gain } from '../../../locale/studio.ts'
import type { PageApi } from '../../api.ts'

type OpenRoom = AnswerJson<PageApi['GET /api/rooms']>['rooms'][number]
type SourceStatus = OpenRoom['sources'][number]

/** A room as the server lists it; what is only shown may be missing, as from an older server. */
interface RoomInList extends Pick<OpenRoom, 'id'>, Partial<Omit<OpenRoom, 'id' | 'sources'>> {
  readonly sources?: readonly SourceInList[]
}

type SourceInList = Pick<SourceStatus, 'source'> & Partial<SourceStatus>

/** A source of a room. */
export interface ListedSource extends Pick<
  SourceStatus,
  'source' | 'state' | 'reason' | 'reasonCode'
> {
  /** One entry for each better login with a gain. */
  readonly gains: readonly Gain[]
}

/** A room in the list of the server. */
export interface ListedRoom extends Pick<OpenRoom, 'id' | 'title' | 'readers' | 'head'> {
  /** False for a configured room that is not open. */
  readonly open: boolean
  /** True if a schedule opens and closes it. */
  readonly scheduled: boolean
  readonly sources: readonly ListedSource[]
}

/** Returns open rooms, and configured rooms that are closed, as one list. */
export function listRooms({
  rooms = [],
  closed = [],
}: {
  readonly rooms?: readonly RoomInList[]
  readonly closed?: readonly RoomInList[]
}): readonly ListedRoom[] {
  return [
    ...rooms.map((room) => listedRoom(room, true)),
    ...closed.map((room) => listedRoom(room, false)),
  ]
}

/** Returns true for a configured room: it can be stopped and started. */
export function isConfigured({ id }: ListedRoom): boolean {
  return parseRoomId(id)?.kind === 'slug'
}

/** Returns the change that stops a room, or starts it again; a schedule is only overridden. */
export function switched({
  open,
  scheduled,
}: ListedRoom): { readonly override: 'open' | 'closed' } | { readonly enabled: boolean } {
  return scheduled ? { override: open ? 'closed' : 'open' } : { enabled: !open }
}

function listedRoom(
  { id, title, readers = 0, head = 0, sources = [], listening }: RoomInList,
  open: boolean,
): ListedRoom {
  const scheduled = listening?.why === 'schedule' || listening?.why === 'override'
  const named = title === undefined ? {} : { title }
  return { id, ...named, open, scheduled, readers, head, sources: sources.map(listedSource) }
}

function listedSource(status: SourceInList): ListedSource {
  const { source, state, reason, reasonCode } = status
  return {
    source,
    ...(state && { state }),
    ...(reason && { reason }),
    ...(reasonCode && { reasonCode }),
    gains: gainsOf(status),
  }
}

function gainsOf({ login, limits = [], offers = [] }: SourceInList): readonly Gain[] {
  // Before the first event of a platform the login is that of a guest.
  const at = offers.findIndex((offer) => offer.login === (login ?? 'guest'))
  const now = login === undefined ? (offers[at]?.limits ?? []) : limits
  return offers.slice(at + 1).flatMap((better) => {
    const lifted = now.filter((limit) => !better.limits.includes(limit))
    return lifted.length === 0 || better.login === 'guest' ? [] : [{ login: better.login, lifted }]
  })
}
