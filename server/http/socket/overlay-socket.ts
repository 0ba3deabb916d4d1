import type { WebSocket } from 'ws'
import { closeCodes, type ProblemCode } from '../../../proto/feed/index.ts'
import type { Principal } from '../../account/principal.ts'
import type { Clock } from '../../lib/time/clock.ts'
import type { NamedOverlay } from '../../overlay/overlays.ts'
import type { RoomDenied } from '../../room/room-denied.ts'
import type { ActiveReaders } from './active-readers.ts'
import { problemCodeOf } from '../auth/room-entry.ts'
import type { AuthorizeUpgradeParts } from './authorize-upgrade.ts'
import {
  findOverlay,
  noSuchOverlay,
  decideOverlay,
  type OverlayAccess,
} from '../auth/overlay-access.ts'
import { closeRefused, closeWith, keepAlive } from './node-socket.ts'

/** Dependencies of {@link watchOverlay}. */
export interface WatchParts extends OverlayAccess, Pick<AuthorizeUpgradeParts, 'onProblem'> {
  readonly audience: ActiveReaders
  readonly clock: Clock
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
  ws: WebSocket,
  { name, principal }: Watching,
  parts: WatchParts,
): void {
  const { overlays, audience, clock } = parts
  let leave: (() => void) | undefined
  const end = (why: RoomDenied): void => {
    parts.onProblem(codeOf(why, principal))
    closeRefused(ws, why)
  }
  const show = (found: NamedOverlay | RoomDenied): void => {
    if ('refused' in found) return end(found)
    const decision = decideOverlay(found, principal, parts)
    if (!decision.allowed) return end(decision)
    if (ws.bufferedAmount > maxWaitingBytes) return ws.terminate()
    leave?.()
    const { room } = found.design
    leave = room === undefined ? undefined : audience.join({ principal, room, end })
    ws.send(JSON.stringify({ type: 'overlay', ...found }))
  }
  const unwatch = overlays.watch(name, (overlay) => show(overlay ?? noSuchOverlay))
  keepAlive(ws, clock)
  ws.on('message', () => closeWith(ws, closeCodes.badRequest, 'this stream takes no messages'))
  ws.on('close', () => {
    unwatch()
    leave?.()
  })
  show(findOverlay(name, overlays))
}

function codeOf(refused: RoomDenied, principal: Principal): ProblemCode {
  return refused === noSuchOverlay ? 'no-such-overlay' : problemCodeOf(refused, principal)
}
