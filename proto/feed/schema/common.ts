import { z } from 'zod'

/** A whole number that is exact in the JSON of every language: 0 … 2^53-1. */
export const count = z.int().min(0)

/** Epoch milliseconds. */
export const time = z.int().min(0)

/** The reception of a source. */
export const sourceState = z.enum(['connecting', 'open', 'stalled', 'blocked', 'ended', 'failed'])

/** A limit of what a platform sends. */
export const limit = z.enum(['masked', 'anonymous', 'login-needed', 'sampled'])

/** The login of the relay at a platform. */
export const login = z.enum(['guest', 'account', 'app'])

/** An amount of money or of a platform's own currency. Never a float. */
export const money = z
  .object({
    amount: count.describe('Whole units of `unit`.'),
    unit: z
      .enum(['diamond', 'gold', 'silver', 'battery', 'coin', 'cny.fen'])
      .describe('`silver` is free; 1000 gold = 10 battery = 1 CNY; 10 diamond = 1 CNY.'),
    cents: count.optional().describe('The same in CNY cents, where a published rate exists.'),
  })
  .meta({ id: 'Money', description: 'An amount of money or of a platform currency.' })

/** The fan badge of a user. */
const fanBadge = z
  .object({
    name: z.string().describe('The text of the badge.'),
    level: count,
    own: z.boolean().optional().describe('True if it is the badge of this room.'),
  })
  .meta({ id: 'FanBadge', description: 'The fan badge of a user.' })

/** The person behind an event. */
export const user = z
  .object({
    id: z
      .string()
      .optional()
      .describe('`platform:` and a stable id. Absent if the platform hid every stable key.'),
    name: z
      .string()
      .optional()
      .describe(
        'For display only. Absent if the platform sent none: consumers show a text of their own.',
      ),
    avatar: z.string().optional().describe('An https address.'),
    level: count.optional().describe('Spending level on the platform.'),
    fan: fanBadge.optional(),
    guard: z
      .union([z.literal(1), z.literal(2), z.literal(3)])
      .optional()
      .describe('1 governor (总督), 2 admiral (提督), 3 captain (舰长).'),
    roles: z.array(z.string()).optional().describe('`anchor`, `admin`, `vip` …'),
    masked: z
      .boolean()
      .optional()
      .describe('True if the platform hid the identity: `id` is then a keyed hash, or absent.'),
  })
  .meta({ id: 'User', description: 'The person behind an event.' })

/** One piece of a chat line: words or a picture. */
export const part = z
  .object({
    text: z.string().optional(),
    image: z.string().optional().describe('An https address.'),
    alt: z.string().optional().describe('The text of the picture, for readers without it.'),
    width: count.optional().describe('Pixels.'),
    height: count.optional().describe('Pixels.'),
  })
  .meta({ id: 'ChatPart', description: 'One piece of a chat line: `text`, or `image` with `alt`.' })

/** A gift as the platform lists it. */
export const giftItem = z
  .object({
    id: z.string(),
    name: z.string().optional().describe('Absent if the platform sent none.'),
    image: z.string().optional(),
  })
  .meta({ id: 'GiftItem', description: 'A gift as the platform lists it.' })

/** A prize of a draw. */
export const prize = z
  .object({
    name: z.string().optional().describe('Absent if the platform sent none.'),
    count: count.optional(),
    image: z.string().optional(),
    value: money.optional(),
  })
  .meta({ id: 'Prize', description: 'A prize of a draw.' })

/** A winner of a draw, with the prize. */
export const winner = z
  .object({ user, prize: z.string().optional() })
  .meta({ id: 'Winner', description: 'A winner of a draw, with the prize.' })

/** The share of a source's chat that arrives. */
export const coverage = z
  .object({
    share: z
      .number()
      .min(0)
      .max(1)
      .describe('Share of the compared lines of chat that arrived: 1 is all of them.'),
    samples: count.describe('Lines that were compared.'),
    since: time.describe('The time of the oldest comparison.'),
  })
  .meta({
    id: 'Coverage',
    description:
      "The share of a room's chat that arrives, measured against the lines its site publishes.",
  })

/** The rules of a live room for its comments. */
export const roomRules = z
  .object({
    slowMs: count.optional().describe('The time between two comments of one author.'),
    followersOnly: z.boolean().optional(),
    minAccountAgeMs: count.optional(),
    noRepeats: z.boolean().optional(),
    noLinks: z.boolean().optional(),
    beforeStart: z
      .boolean()
      .optional()
      .describe('True if comments are accepted before the broadcast has started, too.'),
  })
  .meta({ id: 'RoomRules', description: 'The rules of a live room for its comments.' })

/** A pinned comment. */
export const pinnedComment = z
  .object({ event: z.string().describe('The id of its event.'), text: z.string(), user })
  .meta({ id: 'PinnedComment', description: 'A comment that the host or a moderator pinned.' })
