import { FeedClient } from './client.ts'
import { Feed } from './feed.ts'
import type { FakeIo } from './io.fake.ts'

/** The address of the stream. */
export const address = 'ws://relay.example/rooms/demo:busy/stream'

/** Opens a feed over fake sockets. */
export function openFeed(io: FakeIo, buffer = 100): Feed {
  const open = (since?: string) => {
    const client = new FeedClient(since === undefined ? address : `${address}?since=${since}`, io)
    return { client, release: () => client.close() }
  }
  return new Feed({ open, buffer, address })
}
