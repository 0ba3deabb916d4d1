import { z } from 'zod'
import { count, coverage, giftItem, money, part, prize, time, user, winner } from './common.ts'

const envelope = {
  v: z.literal(1).describe('Version of the contract.'),
  seq: count.describe('Position in the room: from 1, +1, no holes within one epoch.'),
  id: z.string().describe('The same for the same event over re-delivery and restart.'),
  room: z.string().describe('The room it was published in.'),
  source: z.string().describe('Where it came from, `platform:ref`.'),
  via: z
    .string()
    .optional()
    .describe('The source of this server it was heard through, where that is another relay.'),
  at: time.describe("The platform's clock, epoch milliseconds. May go back."),
  receivedAt: time.describe('Our clock at arrival, epoch milliseconds.'),
  test: z.boolean().optional().describe('True if it was made up to try things out: never counted.'),
  user: user.optional(),
}

const event = <T extends string, F extends z.ZodRawShape>(
  type: T,
  description: string,
  fields: F,
) => {
  const id = `${type.charAt(0).toUpperCase()}${type.slice(1)}Event`
  return z.object({ type: z.literal(type), ...envelope, ...fields }).meta({ id, description })
}

const chat = event('chat', 'Somebody said something.', {
  text: z.string().describe('The whole line as plain text, never HTML.'),
  parts: z.array(part).optional().describe('The line in pieces, where it holds pictures.'),
  color: z
    .string()
    .regex(/^#[0-9a-f]{6}$/)
    .optional(),
  mode: z.enum(['scroll', 'top', 'bottom']).optional(),
  replyTo: user.optional(),
  auto: z
    .boolean()
    .optional()
    .describe('True if the platform wrote it for the user (lottery, storm).'),
})

const combo = z
  .object({
    id: z.string(),
    total: count.describe('Items so far; absolute, so a consumer heals after a gap.'),
    final: z.boolean(),
  })
  .meta({ id: 'Combo', description: 'The streak a gift belongs to.' })

const gift = event(
  'gift',
  'Gifts: the sum of `count` and of `value` over all events is the truth.',
  {
    gift: giftItem,
    count: count.describe('Items this event adds; 0 where it only closes a combo.'),
    price: money.describe('Of one item.'),
    value: money.describe('Of the items this event adds.'),
    combo: combo.optional(),
    to: user.optional().describe('The receiver, where it is not the anchor.'),
    box: giftItem.optional().describe('The blind box it came out of.'),
  },
)

const superchat = event('superchat', 'A paid message. Withdrawn by `retract`.', {
  text: z.string(),
  value: money,
  shownMs: count.describe('How long the platform shows it, milliseconds.'),
  translation: z.string().optional(),
})

const membership = event('membership', 'A membership bought: one purchase, one event.', {
  kind: z.enum(['join', 'renew', 'upgrade']),
  tier: z
    .string()
    .optional()
    .describe("The tier's name on the platform. Where it is absent, `guard` tells which it is."),
  guard: z.union([z.literal(1), z.literal(2), z.literal(3)]).optional(),
  months: count.optional(),
  days: count.optional().describe('For memberships sold by the day.'),
  value: money.optional(),
})

const like = event('like', 'Likes.', {
  count: count.describe('Likes this event adds.'),
  total: count.optional().describe('Of the room so far.'),
})

const stats = event('stats', 'Latest figures of a source.', {
  online: count.optional().describe('People watching now.'),
  connections: count.optional(),
  seen: count.optional().describe('People who came by so far.'),
  likes: count.optional(),
  followers: count.optional(),
  income: money.optional(),
  coverage: coverage
    .optional()
    .describe('How much of what is said arrives here; absent until enough was compared.'),
})

const rankRow = z
  .object({ rank: count, user, score: count.optional() })
  .meta({ id: 'RankRow', description: 'One place on a board.' })

const rank = event('rank', 'A whole board, at most 100 rows.', {
  board: z.string(),
  rows: z.array(rankRow).max(100),
})

const room = event('room', 'State of the broadcast of a source.', {
  state: z.enum(['live', 'paused', 'ended', 'offline']),
  title: z.string().optional(),
  cover: z.string().optional(),
  reason: z.string().optional(),
})

const drawFields = {
  state: z.enum(['open', 'drawn', 'closed']),
  prizes: z.array(prize).optional(),
  conditions: z.array(z.string()).optional().describe("What one must do, in the platform's words."),
  startsAt: time.optional(),
  endsAt: time.optional(),
  winners: z.array(winner).optional(),
}

const lottery = event('lottery', 'A draw among viewers.', { lotteryId: z.string(), ...drawFields })

const redpacket = event('redpacket', 'A box of gifts or coins for who grabs first.', {
  packetId: z.string(),
  value: money.optional(),
  ...drawFields,
})

const retract = event('retract', 'Something shown earlier is withdrawn.', {
  target: z
    .union([
      z.object({ events: z.array(z.string()) }),
      z.object({ user: z.string() }),
      z.object({ all: z.literal(true) }),
    ])
    .describe('Ids of events, everything one user said, or everything said so far.'),
})

const notice = event('notice', 'A fact about the room that is none of the above.', {
  code: z.string().describe('What happened, `kebab-case`: consumers word it.'),
  level: z.enum(['info', 'warning', 'danger']),
  text: z.string().optional().describe("The platform's own words."),
  count: count.optional().describe('How many, where `code` is about so many of something.'),
})

const source = event('source', 'How well we hear a source. Never hidden from the consumer.', {
  state: z.enum(['connecting', 'open', 'stalled', 'blocked', 'ended', 'failed']),
  limits: z.array(z.enum(['masked', 'anonymous', 'login-needed', 'sampled'])).optional(),
  unofficial: z
    .boolean()
    .optional()
    .describe('Heard in a way that the platform made for its own page, not for us.'),
  login: z
    .enum(['guest', 'account', 'app'])
    .optional()
    .describe('Who we are to the platform: nobody, an account by its cookie, or an app of it.'),
  reason: z.string().optional().describe('Why, in English, for people who look into it.'),
  reasonCode: z
    .string()
    .optional()
    .describe('Why, `kebab-case`: consumers word it, and an unknown one in general words.'),
  retryAt: time.optional().describe('When it is tried next.'),
})

/** Every event type of the feed, in the order of the protocol page. */
export const eventSchemas = [
  chat,
  gift,
  superchat,
  membership,
  like,
  event('enter', 'Somebody came in.', {}),
  event('follow', 'Somebody follows the anchor now.', {}),
  event('share', 'Somebody shared the room.', {}),
  stats,
  rank,
  room,
  lottery,
  redpacket,
  retract,
  notice,
  source,
] as const

/** Any stored event. */
export const feedEvent = z
  .discriminatedUnion('type', eventSchemas)
  .meta({ id: 'FeedEvent', description: 'Any event of the feed.' })
