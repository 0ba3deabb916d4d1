import { closeCodes } from '../../../proto/feed/index.ts'
import { type Feed, tooManyFilters } from '../../feed/room-broadcast.ts'
import { ofSource, parseFeedQuery } from '../../feed/query.ts'
import type { Sink } from '../../feed/stream.ts'
import type { Transport } from '../../metrics/feed.ts'
import type { RoomDenied } from '../../room/room-denied.ts'
import type { ActiveReaders } from './active-readers.ts'
import { closeCodeOf } from './close-code.ts'
import { openRoom, problemCodeOf, type RoomEntryParts } from '../auth/room-entry.ts'
import type { AuthorizedUpgrade, AuthorizeUpgradeParts } from './authorize-upgrade.ts'

/** Dependencies of {@link subscribe}. */
export interface SubscribeParts extends RoomEntryParts, Pick<AuthorizeUpgradeParts, 'onProblem'> {
  readonly feed: Feed
  readonly audience: ActiveReaders
  readonly onClients: (transport: Transport, change: 1 | -1) => void
}

/** The server side of an open WebSocket, in any runtime. */
export interface StreamSocket {
  readonly sink: Sink
  readonly isOpen: () => boolean
  /** Closes with a reason; one too long for a close frame is cut. */
  readonly close: (code: number, reason: string) => void
  readonly onMessage: (call: () => void) => void
  readonly onClose: (call: () => void) => void
}

/** Sends the requested stream on an open socket, or closes it with the refusal. */
export async function subscribe(
  socket: StreamSocket,
  { principal, name: room, query: params }: Omit<AuthorizedUpgrade, 'refused'>,
  parts: SubscribeParts,
): Promise<void> {
  const query = parseFeedQuery(params)
  if ('error' in query) {
    parts.onProblem('bad-request')
    return socket.close(closeCodes.badRequest, query.error)
  }
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
  const stream = parts.feed.subscribe(reading.room, ours, socket.sink)
  socket.onMessage(() => socket.close(1008, 'this stream takes no messages; writing is HTTP'))
  socket.onClose(() => {
    stream.close()
    parts.onClients('ws', -1)
  })
}
