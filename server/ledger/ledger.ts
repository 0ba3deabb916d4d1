import { createHash } from 'node:crypto'
import type { Clock } from '../lib/time/clock.ts'
import { CommentRefused } from '../live/comments.ts'
import { WrongState } from '../live/live-rooms.ts'
import type { Database } from '../store/engine/database.ts'
import { StatementFailed, type Statements } from '../store/engine/db.ts'
import { findGiftOrder, showLater } from '../store/query/coin/gift-order.ts'
import {
  addCoins,
  claimTransfer,
  entriesOf,
  insertEntries,
  type NewTransfer,
  type Posting,
  takeCoins,
  type Wallet,
  walletOf as storedWallet,
} from '../store/query/coin/ledger.ts'
import { findTransfer, type TransferRecord } from '../store/query/coin/transfer.ts'
import { Conflict } from '../store/query/conflict.ts'
import { withdrawalDraft } from './gift-order.ts'
import {
  DailyLimitReached,
  KeyReused,
  NoSuchGift,
  NoSuchTransfer,
  PriceChanged,
  TooFewCoins,
} from './ledger-error.ts'
import { dayOf, issue, movedBetween, restOfDayMs, takenBack, walletOf } from './posting.ts'

/** The result of a request for a transfer, for the metrics. */
export type TransferResult = 'made' | 'repeated' | 'refused' | 'failed'

/** Dependencies of {@link Ledger}. */
export interface LedgerParts {
  readonly database: Pick<Database, 'query' | 'script' | 'tx'>
  readonly clock: Clock
  /** The most coins that an account may spend in a day; absent if there is no limit. */
  readonly dailyLimit?: number | undefined
  /** Called when a transfer is stored that is to be shown. */
  readonly onStored: () => void
  readonly onResult: (kind: NewTransfer['kind'], result: TransferResult) => void
}

/** The account that asks for a transfer, and the key under which it is made once. */
export interface AskedBy {
  readonly by: string
  readonly key: string
}

/** A transfer that is asked for. */
export interface AskedTransfer
  extends AskedBy, Pick<NewTransfer, 'kind' | 'wallet' | 'reason' | 'refundOf'> {
  /** The whole content of the request: the same key may not ask for something else. */
  readonly content: readonly unknown[]
}

/** A transfer in its transaction. */
export interface OpenTransfer {
  readonly tx: Statements
  readonly id: number
  /** Epoch milliseconds. */
  readonly at: number
}

/** A transfer that was made, now or under the same key before. */
export interface MadeTransfer<T> {
  readonly id: number
  /** The result of the work; absent if the transfer was made before. */
  readonly made?: T
}

/** The coins of all accounts, in double entry: transfers are added, and never changed. */
export class Ledger {
  readonly #parts: LedgerParts

  constructor(parts: LedgerParts) {
    this.#parts = parts
  }

  /**
   * Makes a transfer and what belongs to it in one transaction, unless one was made under its key.
   * `work` may run again, and throws to refuse the transfer.
   *
   * @throws KeyReused, DatabaseUnavailable, and the errors of `work`; nothing is stored then.
   */
  async make<T>(
    asked: AskedTransfer,
    work: (transfer: OpenTransfer) => Promise<T>,
  ): Promise<MadeTransfer<T>> {
    const { onResult, onStored } = this.#parts
    try {
      const done = await this.#make(asked, work)
      onResult(asked.kind, 'made' in done ? 'made' : 'repeated')
      onStored()
      return done
    } catch (error) {
      onResult(asked.kind, isRefusal(error) ? 'refused' : 'failed')
      throw error
    }
  }

  /** Takes coins from a wallet as spent. @returns what is left. @throws TooFewCoins, DailyLimitReached. */
  async spend({ tx, at }: OpenTransfer, { owner, amount }: Posting): Promise<number> {
    const { dailyLimit: limit } = this.#parts
    const spending = { day: dayOf(at), coins: -amount, limit }
    const balance = await takeCoins(tx, { owner, amount }, spending)
    if (balance !== undefined) return balance
    const wallet = await storedWallet(tx, owner, spending.day)
    if (limit !== undefined && wallet.balance + amount >= 0) {
      throw new DailyLimitReached(limit, restOfDayMs(at))
    }
    throw new TooFewCoins(`this costs ${-amount} coins, and there are ${wallet.balance}`)
  }

  /** Adds the other sides of a transfer, and stores all of them. */
  async settle(
    { tx, id }: OpenTransfer,
    postings: readonly Posting[],
    balances: readonly number[] = [],
  ): Promise<void> {
    const known = [...balances]
    for (const posting of postings.slice(known.length)) known.push(await addCoins(tx, posting))
    const entries = postings.map((posting, index) => ({ ...posting, balance: known[index] ?? 0 }))
    await insertEntries(tx, id, entries)
  }

  /** Gives an account coins. @throws KeyReused. */
  async topUp({ account, coins, reason }: TopUp, askedBy: AskedBy): Promise<TransferRecord> {
    const content = [account, coins, reason]
    const asked = { ...askedBy, kind: 'topup', wallet: account, reason, content } as const
    const postings = movedBetween(issue, walletOf(account), coins)
    return this.#found(await this.make(asked, (transfer) => this.settle(transfer, postings)))
  }

  /**
   * Takes a transfer back, and withdraws what was shown of it.
   *
   * @throws NoSuchTransfer, KeyReused, Conflict if it was taken back before, TooFewCoins if the coins of
   * a top-up are spent.
   */
  async refund({ transfer: refundOf, reason }: Refund, askedBy: AskedBy): Promise<TransferRecord> {
    const { database } = this.#parts
    const original = await findTransfer(database, refundOf)
    if (!original || original.kind === 'refund') {
      throw new NoSuchTransfer(`there is no transfer ${refundOf} that can be taken back`)
    }
    const { wallet } = original
    const content = [refundOf, reason]
    const asked = { ...askedBy, kind: 'refund', wallet, reason, refundOf, content } as const
    try {
      return await this.#found(
        await this.make(asked, (transfer) => this.#takeBack(transfer, refundOf)),
      )
    } catch (cause) {
      if (!(cause instanceof StatementFailed && cause.code === uniqueViolation)) throw cause
      throw new Conflict(`the transfer ${refundOf} was taken back before`, { cause })
    }
  }

  /** Returns the coins of an account, and what it has spent today. */
  async wallet(account: string): Promise<Wallet & { readonly dailyLimit?: number | undefined }> {
    const { database, clock, dailyLimit } = this.#parts
    const wallet = await storedWallet(database, account, dayOf(clock.now()))
    return { ...wallet, dailyLimit }
  }

  #make<T>(
    { by, content, ...asked }: AskedTransfer,
    work: (transfer: OpenTransfer) => Promise<T>,
  ): Promise<MadeTransfer<T>> {
    const { database, clock } = this.#parts
    const hash = createHash('sha256')
      .update(JSON.stringify([asked.kind, ...content]))
      .digest('hex')
    return database.tx(async (tx) => {
      const at = clock.now()
      const { id, before } = await claimTransfer(tx, { ...asked, askedBy: by, hash, at })
      if (before === undefined) return { id, made: await work({ tx, id, at }) }
      if (before !== hash) throw new KeyReused('this key was used for something else')
      return { id }
    }, 'write')
  }

  async #takeBack(transfer: OpenTransfer, refundOf: number): Promise<void> {
    const { tx, at } = transfer
    const postings = takenBack(await entriesOf(tx, refundOf))
    const [first] = postings
    const balances: number[] = []
    if (first && first.amount < 0) {
      const balance = await takeCoins(tx, first, { day: dayOf(at), coins: 0 })
      if (balance === undefined) throw new TooFewCoins('the coins are spent')
      balances.push(balance)
    }
    await this.settle(transfer, postings, balances)
    const order = await findGiftOrder(tx, refundOf)
    if (order) await showLater(tx, order.room, JSON.stringify(withdrawalDraft(order.event)))
  }

  async #found({ id }: MadeTransfer<void>): Promise<TransferRecord> {
    const found = await findTransfer(this.#parts.database, id)
    if (!found) throw new RangeError(`the transfer ${id} is not there`)
    return found
  }
}

/** Coins for an account. */
export interface TopUp {
  readonly account: string
  readonly coins: number
  readonly reason: string
}

/** The taking back of a transfer. */
export interface Refund {
  readonly transfer: number
  readonly reason: string
}

// PostgreSQL's manual, appendix A.
const uniqueViolation = '23505'

const refusals = [
  TooFewCoins,
  KeyReused,
  NoSuchGift,
  PriceChanged,
  DailyLimitReached,
  CommentRefused,
  WrongState,
] as const

function isRefusal(error: unknown): boolean {
  return refusals.some((one) => error instanceof one)
}
