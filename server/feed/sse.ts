import type { RoomView } from '../hub/room-view.ts'
import type { Clock, Timer } from '../lib/time/clock.ts'
import type { Feed } from './room-broadcast.ts'
import type { FeedQuery } from './query.ts'
import type { Sink, Stream } from './stream.ts'
import { sseEncoding } from './stream-encoding.ts'

const encoder = new TextEncoder()

// Proxies drop a response that is silent for a minute; a comment line costs little.
const commentEveryMs = 25_000

/** The dependencies of a Server-Sent Events response. */
export interface SseParts {
  readonly feed: Feed
  readonly room: RoomView
  readonly query: FeedQuery
  readonly clock: Clock
  /** Counts the reader: 1 at the start and, once, -1 at the end. */
  readonly onClients: (change: 1 | -1) => void
}

/** A stream of a room as the body of a response. */
export interface SseBody {
  readonly body: ReadableStream<Uint8Array>
  /** Stops the stream because the body has no reader any more. Idempotent. */
  readonly stop: () => void
}

/**
 * Starts a stream of a room as the body of a response; a browser's EventSource resumes by itself.
 */
export function sseBody({ feed, room, query, clock, onClients }: SseParts): SseBody {
  let stream: Stream | undefined
  let comment: Timer | undefined
  let open = false
  const stop = (): void => {
    if (!open) return
    open = false
    onClients(-1)
    stream?.close()
    comment?.cancel()
  }
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        const sink: Sink = {
          wire: sseEncoding,
          send: (chunk) => controller.enqueue(chunk),
          buffered: () => -(controller.desiredSize ?? 0),
          reset: () => {
            stop()
            controller.error(new Error('the reader lags too far behind'))
          },
          end: () => {
            stop()
            controller.close()
          },
        }
        const keepAlive = (): void => {
          comment = clock.after(commentEveryMs, () => {
            controller.enqueue(encoder.encode(': here\n\n'))
            keepAlive()
          })
        }
        open = true
        onClients(1)
        controller.enqueue(encoder.encode('retry: 1000\n'))
        keepAlive()
        stream = feed.subscribe(room, query, sink)
      },
      cancel: stop,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 0 }),
  )
  return { body, stop }
}
