import type { FeedEvent } from '../../../../proto/feed/index.ts'
import type { MadeEvent } from './made.ts'

/** Returns an event in the form of the feed; its id marks it as a test for every filter. */
export function asTest(made: MadeEvent, id: string, now: number): FeedEvent {
  const event: unknown = {
    v: 1,
    seq: 1,
    room: 'test',
    source: 'test:studio',
    test: true,
    ...made,
    id: `test:${id}`,
    at: now,
    receivedAt: now,
  }
  return event as FeedEvent // the generators and recordings have the data of their type
}
