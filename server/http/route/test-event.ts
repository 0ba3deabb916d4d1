import { z } from 'zod'
import { maxTestEvents, testEventApi } from '../../../proto/api/test-event.ts'
import { type TestEvent, testEvent } from '../../../proto/feed/schema/test-event.ts'
import { randomName } from '../../lib/bytes/random-token.ts'
import { zodMessages } from '../../lib/zod-messages.ts'
import type { Rooms } from '../../room/rooms.ts'
import { tryOut } from '../../room/try-out.ts'
import { openForReading } from '../auth/room-entry.ts'
import { checked, defineRoutes } from '../define-routes.ts'
import type { Limits } from '../limit/limits.ts'
import { Problem } from '../problem.ts'
import type { Route } from '../route.ts'

/** Dependencies of {@link testEventRoutes}. */
export interface TestEventRouteParts {
  readonly rooms: Rooms
  readonly limits: Limits
}

const batch = z.strictObject({ events: z.array(z.unknown()) })

/** Returns the route `/api/rooms/:id/events`, which publishes events that are marked as tests. */
export function testEventRoutes({ rooms, limits }: TestEventRouteParts): readonly Route[] {
  return defineRoutes(testEventApi, {
    'POST /api/rooms/:id/events': {
      access: { action: 'test', room: 'id' },
      audit: 'none', // thousands a second, all of them in the log of the room
      handle: async ({ params: { id: name }, body, principal }) => {
        const tests = testEventsIn(body)
        const { room } = await openForReading(name, principal, { rooms, action: 'test' })
        limits.testEvents(room.id, tests.length)
        const tried = await tryOut(tests, { room, name, newId: randomName })
        if (!tried) throw new Problem('not-ready', 'the room was closed meanwhile; send it again')
        return tried
      },
    },
  })
}

function testEventsIn(body: unknown): readonly TestEvent[] {
  const { events } = checked(batch, body, 'body')
  if (events.length === 0 || events.length > maxTestEvents) {
    throw new Problem('invalid-event', `events: send 1 to ${maxTestEvents} at once`)
  }
  return events.map(testEventOf)
}

/** Reads one test event. @throws Problem with the index of the event and its errors. */
function testEventOf(event: unknown, index: number): TestEvent {
  const parsed = testEvent.safeParse(event, { error: zodMessages })
  if (parsed.success) return parsed.data as TestEvent // zod's optional fields may be undefined
  const errors = parsed.error.issues.slice(0, 5).map(({ path, message }) => {
    return path.length === 0 ? message : `${path.join('.')}: ${message}`
  })
  throw new Problem('invalid-event', `events.${index}: ${errors.join('; ')}`)
}
