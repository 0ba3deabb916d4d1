/** The most items of one gift request. */
export const maxQuantity = 9_999

/** The most coins of one request. */
export const maxCoins = 1_000_000
