import { z } from 'zod'

/** A whole number that survives JSON in every language: 0 … 2^53-1. */
export const count = z.int().min(0)

/** Epoch milliseconds. */
export const time = z.int().min(0)

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

/** The fan badge somebody wears. */
const fanBadge = z
  .object({
    name: z.string().describe('What the badge says.'),
    level: count,
    own: z.boolean().optional().describe('True if it is the badge of this room.'),
  })
  .meta({ id: 'FanBadge', description: 'The fan badge somebody wears.' })

/** Who did it. */
export const user = z
  .object({
    id: z
      .string()
      .optional()
      .describe('`platform:` and a stable id. Absent where the platform hid every stable key.'),
    name: z
      .string()
      .optional()
      .describe(
        'For display only. Absent where the platform told none: consumers have a word for that.',
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
      .describe('True where the platform hid who it is: `id` is then a keyed hash, or absent.'),
  })
  .meta({ id: 'User', description: 'Who did it.' })

/** One piece of a chat line: words or a picture. */
export const part = z
  .object({
    text: z.string().optional(),
    image: z.string().optional().describe('An https address.'),
    alt: z.string().optional().describe('What the picture says, for readers without it.'),
    width: count.optional().describe('Pixels.'),
    height: count.optional().describe('Pixels.'),
  })
  .meta({ id: 'ChatPart', description: 'One piece of a chat line: `text`, or `image` with `alt`.' })

/** A gift as the platform lists it. */
export const giftItem = z
  .object({
    id: z.string(),
    name: z.string().optional().describe('Absent where the platform told none.'),
    image: z.string().optional(),
  })
  .meta({ id: 'GiftItem', description: 'A gift as the platform lists it.' })

/** Something to be won. */
export const prize = z
  .object({
    name: z.string().optional().describe('Absent where the platform told none.'),
    count: count.optional(),
    image: z.string().optional(),
    value: money.optional(),
  })
  .meta({ id: 'Prize', description: 'Something to be won.' })

/** Who won what. */
export const winner = z
  .object({ user, prize: z.string().optional() })
  .meta({ id: 'Winner', description: 'Who won what.' })

/** The share of a source's chat that arrives. */
export const coverage = z
  .object({
    share: z
      .number()
      .min(0)
      .max(1)
      .describe('Share of the compared lines of chat that arrived: 1 is all of them.'),
    samples: count.describe('Lines that were compared.'),
    since: time.describe('When the oldest of them was compared.'),
  })
  .meta({
    id: 'Coverage',
    description:
      "How much of a room's chat arrives, measured against the lines its site publishes.",
  })
