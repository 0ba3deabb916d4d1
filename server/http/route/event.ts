import type { feedApi } from '../../../proto/api/feed.ts'
import { formatPosition } from '../../../proto/feed/index.ts'
import { type Page, pageOf } from '../../feed/page.ts'
import { feedQueryOf, ofSource } from '../../feed/query.ts'
import type { RoomView } from '../../hub/room-view.ts'
import { type RoomEntryParts, openForReading } from '../auth/room-entry.ts'
import type { Implementation } from '../define-routes.ts'
import type { Limits } from '../limit/limits.ts'

/** Dependencies of {@link eventRoute}. */
export interface EventRouteParts extends RoomEntryParts {
  readonly limits: Limits
}

type EventImplementation = Implementation<(typeof feedApi)['GET /rooms/:id/events']>

/** Returns the implementation of `/rooms/:id/events`: the events of a stream, for clients that poll. */
export function eventRoute(parts: EventRouteParts): EventImplementation {
  return {
    access: 'read',
    shared: true,
    handle: async ({ c, params, query, principal }) => {
      const { limit } = query
      // A page costs about as much as a stream that ends at once.
      const leave = parts.limits.enter(c.env?.connection)
      try {
        const { room, source } = await openForReading(params.id, principal, parts)
        const wanted = ofSource(feedQueryOf({ ...query, last: limit }), source)
        const body = write(room, await pageOf(room, wanted, limit))
        return c.body(body, 200, { 'content-type': 'application/json' })
      } finally {
        leave()
      }
    },
  }
}

/** Returns a page as JSON. Its events are the lines of the log, which are serialized only once. */
function write({ id, epoch, head }: RoomView, { lines, gap, next }: Page): string {
  const about = JSON.stringify({ room: id, epoch, head, next: formatPosition(next), gap })
  return `${about.slice(0, -1)},"events":[${lines.join(',')}]}`
}
