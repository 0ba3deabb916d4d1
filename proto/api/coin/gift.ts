import { z } from 'zod'
import { coinCount, coins, giftId, maxQuantity, requestKey, transferId } from './amount.ts'
import { epochMs } from '../common.ts'
import type { Api } from '../endpoint.ts'
import { cover, params } from '../live-room.ts'

const name = z.string().trim().min(1).max(40)
const image = cover.describe('An https address of a picture, or the path of an own upload.')
const place = z.int().min(0).max(1_000_000).describe('The order in the catalogue: low ones first.')

const gift = z
  .object({
    id: giftId,
    name,
    price: coinCount.describe('Coins for one item.'),
    image: z.string().optional(),
    place,
    onSale: z.boolean(),
  })
  .meta({ id: 'LiveGift', description: 'A gift of the catalogue of this server.' })

const receipt = {
  id: transferId.describe('The transfer, by which it can be taken back.'),
  event: z.string().describe('The id of its event in the feed.'),
  at: epochMs,
  coins: coinCount.describe('What it cost.'),
  balance: z.int().describe('The coins that the sender had left.'),
}

const sentGift = z
  .object({
    ...receipt,
    gift: z
      .object({ id: giftId, name, price: coinCount, image: z.string().optional() })
      .describe('As it was when it was sent.'),
    quantity: z.int(),
    combo: z
      .object({ id: z.string(), total: z.int() })
      .describe('The streak that it belongs to, which ends after 5 s without another one.'),
  })
  .meta({ id: 'SentLiveGift', description: 'A gift that was sent in a live room.' })

const sentSuperchat = z
  .object({ ...receipt, text: z.string(), shownMs: z.int() })
  .meta({ id: 'SentSuperchat', description: 'A paid message in a live room.' })

const spending = [
  'no-such-room',
  'too-few-coins',
  'key-reused',
  'wrong-state',
  'too-many-requests',
  'room-off',
  'not-ready',
] as const

/** The endpoints of gifts: the catalogue, and what is sent in live rooms. Coins are no money. */
export const liveGiftApi = {
  'GET /api/live-gifts': {
    tag: 'Coins',
    summary: 'Lists the gifts on sale, in their order; with an ETag.',
    problems: ['not-ready'],
    query: z.object({
      all: z
        .enum(['true'])
        .optional()
        .describe('With those that are not on sale, which are still in statements.'),
    }),
    answers: {
      200: { description: 'The gifts.', body: z.object({ gifts: z.array(gift) }) },
      304: { description: 'Unchanged since the ETag in `If-None-Match`.' },
    },
  },
  'POST /api/live-gifts': {
    tag: 'Coins',
    summary: 'Adds a gift to the catalogue.',
    problems: ['conflict', 'not-ready'],
    bodyProblem: 'invalid-value',
    body: z.strictObject({
      id: giftId.optional().describe('Drawn by the server if absent; it stays.'),
      name,
      price: coins,
      image: image.optional(),
      place: place.default(0),
      onSale: z.boolean().default(true),
    }),
    answers: { 201: { description: 'The gift.', body: gift } },
  },
  'PATCH /api/live-gifts/:gift': {
    tag: 'Coins',
    summary: 'Changes the fields in the body; what was sent before keeps its price and name.',
    problems: ['no-such-gift', 'not-ready'],
    bodyProblem: 'invalid-value',
    params: z.object({ gift: z.string() }),
    body: z.strictObject({
      name: name.optional(),
      price: coins.optional(),
      image: image.nullable().optional(),
      place: place.optional(),
      onSale: z.boolean().optional(),
    }),
    answers: { 200: { description: 'The gift as it is now.', body: gift } },
  },
  'POST /api/live/:id/gifts': {
    tag: 'Coins',
    summary: 'Sends a gift while the broadcast is live; it is paid before the answer, then shown.',
    problems: [...spending, 'no-such-gift', 'price-changed'],
    params,
    bodyProblem: 'invalid-value',
    body: z.strictObject({
      key: requestKey,
      gift: giftId,
      quantity: z.int().min(1).max(maxQuantity).default(1),
      price: coins
        .optional()
        .describe('The price that the sender has seen: with another price now nothing is sent.'),
    }),
    answers: { 201: { description: 'The gift.', body: sentGift } },
  },
  'POST /api/live/:id/superchats': {
    tag: 'Coins',
    summary:
      'Writes a paid message while the broadcast is live; it is paid before the answer, then shown.',
    problems: [...spending, 'comment-refused'],
    params,
    bodyProblem: 'invalid-value',
    body: z.strictObject({ key: requestKey, text: z.string().max(4_000), coins }),
    answers: { 201: { description: 'The message.', body: sentSuperchat } },
  },
} as const satisfies Api
