/** An account has too few coins. */
export class TooFewCoins extends Error {
  override readonly name = 'TooFewCoins'
}

/** The key of a request was used for something else. */
export class KeyReused extends Error {
  override readonly name = 'KeyReused'
}

/** There is no such gift on sale. */
export class NoSuchGift extends Error {
  override readonly name = 'NoSuchGift'
}

/** The price is not the one that the sender has seen. */
export class PriceChanged extends Error {
  override readonly name = 'PriceChanged'
}

/** There is no such transfer that could be taken back. */
export class NoSuchTransfer extends Error {
  override readonly name = 'NoSuchTransfer'
}

/** An account has spent what it may spend in a day. */
export class DailyLimitReached extends Error {
  override readonly name = 'DailyLimitReached'
  /** The time until the next day, milliseconds. */
  readonly waitMs: number

  constructor(limit: number, waitMs: number) {
    super(`an account may spend ${limit} coins a day (COINS_PER_DAY)`)
    this.waitMs = waitMs
  }
}
