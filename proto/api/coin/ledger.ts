import { z } from 'zod'
import { coinCount, coins, giftId, requestKey, transferId } from './amount.ts'
import { epochMs, wholeNumber } from '../common.ts'
import type { Api } from '../endpoint.ts'
import { account, accountName, liveSlug } from '../live-room.ts'

/** The kinds of transfers. */
export const transferKinds = ['topup', 'gift', 'superchat', 'refund'] as const

/** The largest amount of one top-up. */
const topupCoins = coins.max(1_000_000_000)

const transfer = z
  .object({
    id: transferId,
    kind: z.enum(transferKinds),
    at: epochMs,
    account: accountName.describe('Whose coins they are.'),
    coins: coinCount.describe('What the account got; negative for what it gave.'),
    balance: coinCount.describe('What the account had after it.'),
    room: liveSlug.optional().describe('The live room in which they were given.'),
    gift: z
      .object({ id: giftId, name: z.string(), price: coinCount, quantity: z.int() })
      .optional(),
    text: z.string().optional().describe('The paid message.'),
    reason: z.string().optional().describe('Of a top-up and a refund.'),
    by: accountName.optional().describe('Who made a top-up or a refund.'),
    refundOf: transferId.optional(),
    refundedBy: transferId.optional(),
  })
  .meta({ id: 'Transfer', description: 'A transfer of coins, which is never changed.' })

const page = {
  before: wholeNumber(1, Number.MAX_SAFE_INTEGER)
    .optional()
    .describe('The id of the last transfer of the page before.'),
  limit: wholeNumber(1, 100).default(50),
}
const listed = {
  transfers: z.array(transfer),
  next: transferId.optional(),
  durable: z
    .boolean()
    .describe('False with the embedded database: a power cut can lose the newest transfers.'),
}

const reason = z.string().trim().min(1).max(200)

/** The endpoints of coins. They have no value in money, and nothing pays them out. */
export const ledgerApi = {
  'GET /api/me/ledger': {
    tag: 'Coins',
    summary: 'Returns the coins of the caller and their transfers, the newest first.',
    problems: ['not-ready'],
    query: z.object(page),
    answers: {
      200: {
        description: 'A page.',
        body: z.object({
          balance: coinCount,
          spentToday: coinCount.describe('Since midnight UTC.'),
          dailyLimit: coinCount.optional().describe('The most that may be spent in a day.'),
          ...listed,
        }),
      },
    },
  },
  'GET /api/ledger': {
    tag: 'Coins',
    summary: 'Lists the transfers of all accounts, or of one, the newest first.',
    problems: ['not-ready'],
    query: z.object({
      ...page,
      account: account.optional(),
      kind: z.enum(transferKinds).optional(),
    }),
    answers: { 200: { description: 'A page.', body: z.object(listed) } },
  },
  'GET /api/ledger/check': {
    tag: 'Coins',
    summary: 'Checks the whole ledger: sums, balances, and that each gift was paid.',
    problems: ['not-ready'],
    answers: {
      200: {
        description: 'The result.',
        body: z.object({
          accounts: z.int(),
          transfers: z.int(),
          entries: z.int(),
          imbalance: coinCount.describe('The sum of all entries: 0.'),
          faults: z.array(z.string()).describe('What is wrong, at most 100; empty if nothing is.'),
        }),
      },
    },
  },
  'POST /api/ledger/topups': {
    tag: 'Coins',
    summary: 'Gives an account coins, with a reason that is kept. This server takes no payments.',
    problems: ['no-such-account', 'key-reused', 'conflict', 'not-ready'],
    bodyProblem: 'invalid-value',
    body: z.strictObject({ key: requestKey, account, coins: topupCoins, reason }),
    answers: { 201: { description: 'The transfer.', body: transfer } },
  },
  'POST /api/ledger/refunds': {
    tag: 'Coins',
    summary:
      'Takes a transfer back as a whole, once, with a reason that is kept; what was shown is withdrawn.',
    problems: ['no-such-transfer', 'too-few-coins', 'key-reused', 'conflict', 'not-ready'],
    bodyProblem: 'invalid-value',
    body: z.strictObject({ key: requestKey, transfer: transferId, reason }),
    answers: { 201: { description: 'The transfer.', body: transfer } },
  },
} as const satisfies Api
