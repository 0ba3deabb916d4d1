import type { Context } from 'hono'
import { z } from 'zod'
import { type TestEvent, testEvent } from '../../../proto/feed/schema/test-event.ts'
import { zodMessages } from '../../lib/zod-messages.ts'
import { randomName } from '../../lib/bytes/random-token.ts'
import type { Rooms } from '../../room/rooms.ts'
import { tryOut } from '../../room/try-out.ts'
import { jsonBody } from '../body.ts'
import { openForReading } from '../auth/room-entry.ts'
import type { Limits } from '../limit/limits.ts'
import { Problem } from '../problem.ts'
import type { HttpEnv, Route } from '../route.ts'

/** Dependencies of {@link testEventRoutes}. */
export interface TestEventRouteParts {
  readonly rooms: Rooms
  readonly limits: Limits
}

const maxEvents = 100

const batch = z.strictObject({ events: z.array(z.unknown()) })
const documented = z.object({ events: z.array(testEvent).min(1).max(maxEvents) })
const answer = z.object({
  epoch: z.string(),
  /** In the order of the request; without `seq` if the room has an event of this id already. */
  events: z.array(z.object({ id: z.string(), seq: z.int().optional() })),
})

/** Returns the route `/api/rooms/:id/events`, which publishes events that are marked as tests. */
export function testEventRoutes(parts: TestEventRouteParts): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/api/rooms/:id/events',
      access: { action: 'test', room: 'id' },
      doc: {
        tag: 'Test events',
        summary: 'Publishes test events into a room: every one has `test` true, none is counted.',
        problems: ['invalid-event', 'no-such-room', 'room-off', 'too-many-rooms'],
        params: z.object({ id: z.string() }),
        body: documented,
        answers: { 200: { description: 'The positions of the events.', body: answer } },
      },
      handle: (c) => publish(c, parts),
    },
  ]
}

async function publish(c: Context<HttpEnv>, { rooms, limits }: TestEventRouteParts) {
  const name = c.req.param('id') ?? ''
  const { events } = await jsonBody(c, batch)
  if (events.length === 0 || events.length > maxEvents) {
    throw new Problem('invalid-event', `events: send 1 to ${maxEvents} at once`)
  }
  const tests = events.map(testEventOf)
  const { room } = await openForReading(name, c.get('principal'), { rooms, action: 'test' })
  limits.testEvents(room.id, tests.length)
  const tried = await tryOut(tests, { room, name, newId: randomName })
  if (!tried) throw new Problem('not-ready', 'the room was closed meanwhile; send it again')
  return c.json(tried)
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
