import { z } from 'zod'
import { count, time } from './common.ts'
import { feedEvent } from './event.ts'

const hello = z
  .object({
    frame: z.literal('hello'),
    v: z.literal(1),
    room: z.string(),
    epoch: z
      .string()
      .describe('The epoch of the log; positions of another epoch are not valid in it.'),
    seq: count.describe('The position this stream continues after.'),
    head: count.describe('The newest position.'),
    resumed: z.boolean().describe('True if nothing between `since` and now is missing.'),
    state: z
      .array(feedEvent)
      .describe('Latest `source`, `room` and `stats` of each source and `rank` of each board.'),
  })
  .meta({ id: 'HelloFrame', description: 'Always the first frame.' })

/** Lost or expired positions, which the stream cannot send. */
export const gapFrame = z
  .object({
    frame: z.literal('gap'),
    from: count.describe('First position that is missing.'),
    to: count.describe('Last position that is missing.'),
    reason: z.enum(['expired', 'epoch', 'slow']),
    epoch: z
      .string()
      .optional()
      .describe('With the reason `epoch`: the new epoch; the position is then `<epoch>:<to>`.'),
  })
  .meta({
    id: 'GapFrame',
    description: 'Positions that the stream cannot send. A loss is always reported.',
  })

const head = z
  .object({ frame: z.literal('head'), seq: count })
  .meta({ id: 'HeadFrame', description: 'The reached position, on filtered streams.' })

const skip = z
  .object({
    frame: z.literal('skip'),
    from: count,
    to: count,
    counts: z.record(z.string(), count).describe('Events left out, by type.'),
  })
  .meta({ id: 'SkipFrame', description: 'Droppable events that were left out for a slow reader.' })

/** Any control frame. */
export const feedFrame = z
  .discriminatedUnion('frame', [hello, gapFrame, head, skip])
  .meta({ id: 'FeedFrame', description: 'Any control frame of the feed.' })

/** An upstream message that maps to no event: a diagnostic side stream, live only, without position. */
export const rawMessage = z
  .object({
    type: z.literal('raw'),
    v: z.literal(1),
    room: z.string(),
    source: z.string(),
    receivedAt: time,
    method: z.string().describe("The platform's name of the message."),
    data: z.unknown().describe('The decoded message, or its bytes in base64.'),
  })
  .meta({ id: 'RawMessage', description: 'An unmapped upstream message; only with `types=raw`.' })

/** Any message of a stream. */
export const feedMessage = z
  .union([feedEvent, feedFrame, rawMessage])
  .meta({ id: 'FeedMessage', description: 'Any message of a stream.' })
