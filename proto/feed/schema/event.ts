import { z } from 'zod'
import {
  count,
  coverage,
  giftItem,
  limit,
  login,
  money,
  part,
  pinnedComment,
  prize,
  roomRules,
  sourceState,
  time,
  user,
  winner,
} from './common.ts'

const envelope = {
  v: z.literal(1).describe('Version of the contract.'),
  seq: count.describe('Position in the room: 1, 2, 3 and so on, without holes within one epoch.'),
  id: z.string().describe('The same for the same event after a repeated delivery or a restart.'),
  room: z.string().describe('The room it was published in.'),
  source: z.string().describe('The origin of the event, `platform:ref`.'),
  via: z
    .string()
    .optional()
    .describe('The source of this server that delivered the event, if that is another relay.'),
  at: time.describe("Time by the platform's clock, epoch milliseconds. May go back."),
  receivedAt: time.describe('Time of arrival by the clock of the relay, epoch milliseconds.'),
  test: z.boolean().optional().describe('True for a test event, which is never counted.'),
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

const chat = event('chat', 'A chat message of a user.', {
  text: z.string().describe('The whole message as plain text, never HTML.'),
  parts: z.array(part).optional().describe('The parts of a message with pictures.'),
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
    total: count.describe(
      'Items so far; absolute, so that a consumer is correct again after a gap.',
    ),
    final: z.boolean(),
  })
  .meta({ id: 'Combo', description: 'The streak that a gift belongs to.' })

const gift = event('gift', 'Gifts: the sums of `count` and of `value` over all events are exact.', {
  gift: giftItem,
  count: count.describe('Items that this event adds; 0 if it only ends a combo.'),
  price: money.describe('The price of one item.'),
  value: money.describe('The value of the items that this event adds.'),
  combo: combo.optional(),
  to: user.optional().describe('The receiver, if it is not the anchor.'),
  box: giftItem.optional().describe('The blind box that contained the gift.'),
})

const superchat = event('superchat', 'A paid message. Withdrawn by `retract`.', {
  text: z.string(),
  value: money,
  shownMs: count.describe('The time for which the platform shows it, milliseconds.'),
  translation: z.string().optional(),
})

const membership = event('membership', 'A purchased membership, one event for each purchase.', {
  kind: z.enum(['join', 'renew', 'upgrade']),
  tier: z
    .string()
    .optional()
    .describe("The tier's name on the platform. If it is absent, `guard` identifies the tier."),
  guard: z.union([z.literal(1), z.literal(2), z.literal(3)]).optional(),
  months: count.optional(),
  days: count.optional().describe('The duration of memberships that are sold by the day.'),
  value: money.optional(),
})

const like = event('like', 'Likes.', {
  count: count.describe('Likes that this event adds.'),
  total: count.optional().describe('Likes of the room so far.'),
})

const stats = event('stats', 'Latest figures of a source.', {
  online: count.optional().describe('Current viewers.'),
  connections: count.optional(),
  seen: count.optional().describe('All viewers so far.'),
  likes: count.optional(),
  followers: count.optional(),
  income: money.optional(),
  coverage: coverage
    .optional()
    .describe('The share of the chat that arrives; absent until enough was compared.'),
})

const rankRow = z
  .object({ rank: count, user, score: count.optional() })
  .meta({ id: 'RankRow', description: 'One row of a board.' })

const rank = event('rank', 'A whole board, at most 100 rows.', {
  board: z.string(),
  rows: z.array(rankRow).max(100),
})

const room = event('room', 'State of the broadcast of a source.', {
  state: z.enum(['live', 'paused', 'ended', 'offline']),
  title: z.string().optional(),
  cover: z.string().optional(),
  reason: z.string().optional(),
  rules: roomRules.optional().describe('Of a live room of this server.'),
  pin: pinnedComment.optional().describe('Absent if no comment is pinned.'),
})

const drawFields = {
  state: z.enum(['open', 'drawn', 'closed']),
  prizes: z.array(prize).optional(),
  conditions: z
    .array(z.string())
    .optional()
    .describe("The conditions of entry, in the platform's words."),
  startsAt: time.optional(),
  endsAt: time.optional(),
  winners: z.array(winner).optional(),
}

const lottery = event('lottery', 'A draw among viewers.', {
  lotteryId: z.string(),
  ...drawFields,
  seedHash: z
    .string()
    .optional()
    .describe('SHA-256 of the seed, in hex: a live room of this server shows it at the opening.'),
  entriesHash: z
    .string()
    .optional()
    .describe('SHA-256 of the sorted entries, one a line: shown at the end of entries.'),
  seed: z.string().optional().describe('The seed in hex, shown with the winners.'),
})

const redpacket = event(
  'redpacket',
  'A box of gifts or coins for the first viewers to take them.',
  {
    packetId: z.string(),
    value: money.optional(),
    ...drawFields,
  },
)

const retract = event('retract', 'Withdraws earlier events.', {
  target: z
    .union([
      z.object({ events: z.array(z.string()) }),
      z.object({ user: z.string() }),
      z.object({ all: z.literal(true) }),
    ])
    .describe('Ids of events, all messages of one user, or all messages so far.'),
})

const notice = event('notice', 'Any other fact about the room.', {
  code: z.string().describe('The fact in `kebab-case`; consumers have a text for it.'),
  level: z.enum(['info', 'warning', 'danger']),
  text: z.string().optional().describe("The platform's own words."),
  count: count.optional().describe('The number of items, if `code` has one.'),
})

const source = event('source', 'The reception of a source. It is always sent.', {
  state: sourceState,
  limits: z.array(limit).optional(),
  unofficial: z
    .boolean()
    .optional()
    .describe(
      'True if it is received through an interface that the platform made for its own page.',
    ),
  login: login
    .optional()
    .describe('The login of the relay: none, an account by its cookie, or an app of the platform.'),
  reason: z.string().optional().describe('The cause in English, for operators.'),
  reasonCode: z
    .string()
    .optional()
    .describe(
      'The cause in `kebab-case`; consumers have a text for each, and a general one for unknown causes.',
    ),
  retryAt: time.optional().describe('The time of the next attempt.'),
})

/** Every event type of the feed, in the order of the protocol page. */
export const eventSchemas = [
  chat,
  gift,
  superchat,
  membership,
  like,
  event('enter', 'A user entered the room.', {}),
  event('follow', 'A user followed the anchor.', {}),
  event('share', 'A user shared the room.', {}),
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
