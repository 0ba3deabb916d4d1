import type { FeedEvent } from '../../../../proto/feed/index.ts'
import type { MadeEvent } from './made.ts'

/** An event as the feed would carry it now; its id tells every filter that it is a test. */
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
  return event as FeedEvent // the makers and recordings hold what their type says
}
