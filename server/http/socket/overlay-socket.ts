import { closeCodes, type ProblemCode } from '../../../proto/feed/index.ts'
import type { Principal } from '../../account/principal.ts'
import type { NamedOverlay } from '../../overlay/overlays.ts'
import type { RoomDenied } from '../../room/room-denied.ts'
import {
  decideOverlay,
  findOverlay,
  noSuchOverlay,
  type OverlayAccess,
} from '../auth/overlay-access.ts'
import { problemCodeOf } from '../auth/room-entry.ts'
import type { ActiveReaders } from './active-readers.ts'
import { closeCodeOf } from './close-code.ts'
import type { StreamSocket } from './stream-socket.ts'

/** Dependencies of {@link watchOverlay}. */
export interface WatchParts extends OverlayAccess {
  readonly audience: ActiveReaders
  /** Receives the code of a refusal on an open socket. */
  readonly onProblem: (code: ProblemCode) => void
}

/** A viewer and the overlay that it watches. */
export interface Watching {
  readonly name: string
  readonly principal: Principal
}

// A viewer that reads nothing for this time has gone; a design is a few kilobytes.
const maxWaitingBytes = 1024 * 1024

/** Sends an overlay at once and after each change, while its viewer may see it. */
export function watchOverlay(
  socket: StreamSocket,
  { name, principal }: Watching,
  parts: WatchParts,
): void {
  const { overlays, audience } = parts
  const { sink } = socket
  let leave: (() => void) | undefined
  const end = (why: RoomDenied): void => {
    parts.onProblem(codeOf(why, principal))
    socket.close(closeCodeOf(why), why.reason)
  }
  const show = (found: NamedOverlay | RoomDenied): void => {
    if ('refused' in found) return end(found)
    const decision = decideOverlay(found, principal, parts)
    if (!decision.allowed) return end(decision)
    if (sink.buffered() > maxWaitingBytes) return sink.reset()
    leave?.()
    const { room } = found.design
    leave = room === undefined ? undefined : audience.join({ principal, room, end })
    sink.send(sink.wire.frame({ type: 'overlay', ...found }))
  }
  const unwatch = overlays.watch(name, (overlay) => show(overlay ?? noSuchOverlay))
  socket.onMessage(() => socket.close(closeCodes.badRequest, 'this stream takes no messages'))
  socket.onClose(() => {
    unwatch()
    leave?.()
  })
  show(findOverlay(name, overlays))
}

function codeOf(refused: RoomDenied, principal: Principal): ProblemCode {
  return refused === noSuchOverlay ? 'no-such-overlay' : problemCodeOf(refused, principal)
}
