import { z } from 'zod'

const mostCoins = 1_000_000

/**
 * An amount that a request names. Coins are whole, have no value in money, and cannot be paid out.
 */
export const coins = z.int().min(1).max(mostCoins).describe('Whole coins, which are no money.')

/** The number of coins of an answer. */
export const coinCount = z.int().describe('Whole coins.')

/**
 * The key by which a request that was sent twice counts once: drawn by the client, and kept until it
 * has the answer.
 */
export const requestKey = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,64}$/, 'must be 8 to 64 of A-Z, a-z, 0-9, _ and -')
  .describe(
    'Drawn by the client, anew for each purpose. The same key and content has the same answer, and counts once.',
  )

/** The id of a transfer of coins. */
export const transferId = z.string().regex(/^[1-9]\d{0,15}$/, 'must be the id of a transfer')

/** The id of a gift of the catalogue. */
export const giftId = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, 'must be a-z, 0-9 and -, 1 to 40 characters')

/** The most items of one gift request. */
export const maxQuantity = 9_999
