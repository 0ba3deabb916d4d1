import { closeCodes, type ProblemCode } from '../../../proto/feed/index.ts'
import type { Principal } from '../../account/principal.ts'
import { type Feed, tooManyFilters } from '../../feed/room-broadcast.ts'
import { type FeedQuery, ofSource } from '../../feed/query.ts'
import type { Transport } from '../../metrics/feed.ts'
import type { RoomDenied } from '../../room/room-denied.ts'
import type { ActiveReaders } from './active-readers.ts'
import { closeCodeOf } from './close-code.ts'
import { openRoom, problemCodeOf, type RoomEntryParts } from '../auth/room-entry.ts'
import type { StreamSocket } from './stream-socket.ts'

/** Dependencies of {@link subscribe}. */
export interface SubscribeParts extends RoomEntryParts {
  readonly feed: Feed
  readonly audience: ActiveReaders
  readonly onClients: (transport: Transport, change: 1 | -1) => void
  /** Counts a reader as a viewer of live rooms; returns the function to call when it has left. */
  readonly present?: (reader: PresentReader) => () => void
  /** Receives the code of a refusal on an open socket. */
  readonly onProblem: (code: ProblemCode) => void
}

/** A reader, and the room that it requested. */
export interface PresentReader {
  readonly principal: Principal
  readonly room: string
}

/** A reader with the start and the filter of its stream. */
export interface Subscription extends PresentReader {
  readonly query: FeedQuery
}

/** Sends the requested stream on an open socket, or closes it with the refusal. */
export async function subscribe(
  socket: StreamSocket,
  { principal, room, query }: Subscription,
  parts: SubscribeParts,
): Promise<void> {
  const end = (why: RoomDenied): void => socket.close(closeCodeOf(why), why.reason)
  // Before the room opens: a token may be revoked meanwhile.
  socket.onClose(parts.audience.join({ principal, room, end }))
  const reading = await openRoom(room, principal, parts)
  if ('refused' in reading) {
    parts.onProblem(problemCodeOf(reading, principal))
    return end(reading)
  }
  if (!socket.isOpen()) return
  const ours = ofSource(query, reading.source)
  if (!parts.feed.hasRoomFor(reading.room, ours.filter, socket.sink.wire)) {
    parts.onProblem('too-many-streams')
    return socket.close(closeCodes.tryLater, tooManyFilters)
  }
  parts.onClients('ws', 1)
  const leave = query.uncounted ? undefined : parts.present?.({ principal, room })
  const stream = parts.feed.subscribe(reading.room, ours, socket.sink)
  socket.onMessage(() => socket.close(1008, 'this stream takes no messages; writing is HTTP'))
  socket.onClose(() => {
    stream.close()
    leave?.()
    parts.onClients('ws', -1)
  })
}
