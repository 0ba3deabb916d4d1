import type { WebSocket } from 'ws'
import { closeCodes, type ProblemCode } from '../../proto/feed/index.ts'
import type { Asker } from '../account/caller.ts'
import type { Clock } from '../lib/clock.ts'
import type { NamedOverlay } from '../overlay/overlays.ts'
import type { Refusal } from '../room/refusal.ts'
import type { Audience } from './audience.ts'
import { problemCodeOf } from './entry.ts'
import type { HandshakeParts } from './handshake.ts'
import { findOverlay, noSuchOverlay, refusalToShow, type Showing } from './showing.ts'
import { closeRefused, closeWith, keepAlive } from './socket.ts'

/** What watching an overlay takes. */
export interface WatchParts extends Showing, Pick<HandshakeParts, 'onProblem'> {
  readonly audience: Audience
  readonly clock: Clock
}

/** Who watches which overlay. */
export interface Watching {
  readonly name: string
  readonly asker: Asker
}

// A reader who takes nothing for so long has gone; a design is a few kilobytes.
const maxWaitingBytes = 1024 * 1024

/** Sends an overlay as it is, and again whenever it was changed, for as long as it may be seen. */
export function watchOverlay(ws: WebSocket, { name, asker }: Watching, parts: WatchParts): void {
  const { overlays, audience, clock } = parts
  let leave: (() => void) | undefined
  const end = (why: Refusal): void => {
    parts.onProblem(codeOf(why, asker))
    closeRefused(ws, why)
  }
  const show = (found: NamedOverlay | Refusal): void => {
    if ('refused' in found) return end(found)
    const refused = refusalToShow(found, asker, parts)
    if (refused) return end(refused)
    if (ws.bufferedAmount > maxWaitingBytes) return ws.terminate()
    leave?.()
    const { room } = found.design
    leave = room === undefined ? undefined : audience.join({ ...asker, room, end })
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

function codeOf(refused: Refusal, { caller }: Asker): ProblemCode {
  return refused === noSuchOverlay ? 'no-such-overlay' : problemCodeOf(refused, caller)
}
