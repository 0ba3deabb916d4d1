import { z } from 'zod'
import { testEvent } from '../feed/schema/test-event.ts'
import type { Api } from './endpoint.ts'
import { roomInPath } from './room.ts'

/** The maximal number of test events in one request. */
export const maxTestEvents = 100

/** The endpoint of test events. */
export const testEventApi = {
  'POST /api/rooms/:id/events': {
    tag: 'Test events',
    summary: 'Publishes test events into a room: every one has `test` true, none is counted.',
    problems: ['invalid-event', 'no-such-room', 'room-off', 'too-many-rooms'],
    params: roomInPath,
    body: z.object({ events: z.array(testEvent).min(1).max(maxTestEvents) }),
    isBodyUnchecked: true, // a wrong event has a problem code of its own
    answers: {
      200: {
        description: 'The positions of the events.',
        body: z.object({
          epoch: z.string(),
          events: z
            .array(z.object({ id: z.string(), seq: z.int().optional() }))
            .describe(
              'In the order of the request; without `seq` if the room has an event of this id already.',
            ),
        }),
      },
    },
  },
} as const satisfies Api
