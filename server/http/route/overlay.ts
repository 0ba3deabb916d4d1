import { overlayApi } from '../../../proto/api/overlay.ts'
import type { Clock } from '../../lib/time/clock.ts'
import type { NamedOverlay } from '../../overlay/overlays.ts'
import { noSuchOverlay, overlayFor } from '../auth/overlay-access.ts'
import { defineRoutes } from '../define-routes.ts'
import { Problem } from '../problem.ts'
import type { Route } from '../route.ts'
import { watchOverlay, type WatchParts } from '../socket/overlay-socket.ts'

/** Dependencies of {@link overlayRoutes}. */
export interface OverlayRouteParts extends WatchParts {
  readonly clock: Clock
}

/** Returns the routes of `/api/overlays`, the named overlays; pages follow a change at once. */
export function overlayRoutes(parts: OverlayRouteParts): readonly Route[] {
  const { overlays, clock } = parts
  return defineRoutes(overlayApi, {
    'GET /api/overlays': {
      access: 'observe',
      handle: () => ({ overlays: overlays.list() }),
    },
    'GET /api/overlays/:name': {
      access: 'read', // `overlayFor` admits the readers of the room that it shows
      handle: ({ params, principal }) => overlayFor(params.name, principal, parts),
    },
    'GET /api/overlays/:name/stream': {
      access: 'read', // `watchOverlay` admits the readers of the room that it shows
      tickets: true,
      socket: true,
      handle: ({ c, params: { name }, principal }) => {
        const upgrade = c.env?.upgrade
        if (!upgrade) throw new Problem('bad-request', 'open a WebSocket')
        return upgrade((socket) => watchOverlay(socket, { name, principal }, parts))
      },
    },
    'PUT /api/overlays/:name': {
      access: 'administer',
      audit: ({ params }) => outlineOf(overlays.find(params.name)),
      handle: async ({ params, body: design }) => {
        const wanted = { name: params.name, design, updatedAt: clock.now() }
        await overlays.save(wanted)
        return wanted
      },
    },
    'DELETE /api/overlays/:name': {
      access: 'administer',
      audit: ({ params }) => outlineOf(overlays.find(params.name)),
      handle: async ({ params }) => {
        if (await overlays.remove(params.name)) return undefined
        throw new Problem('no-such-overlay', noSuchOverlay.reason)
      },
    },
  })
}

/** Returns what the audit log keeps of an overlay: a design is saved with every move of a widget. */
function outlineOf(overlay: NamedOverlay | undefined) {
  if (!overlay) return undefined
  const { name, design, updatedAt } = overlay
  return { name, room: design.room, updatedAt }
}
