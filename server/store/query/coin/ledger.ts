import type { Statements } from '../../engine/db.ts'
import { orNull, textOf, wholeOf } from '../column.ts'

/** An account of the ledger; `issue`, where all coins come from, has an empty owner. */
export interface LedgerAccount {
  readonly kind: 'wallet' | 'income' | 'issue'
  /** The id of an account, or the slug of a live room. */
  readonly owner: string
}

/** One side of a transfer: what an account gets, or gives if it is negative. */
export interface Posting extends LedgerAccount {
  readonly amount: number
}

/** A posting with the balance of its account after it. */
export interface Entry extends Posting {
  readonly balance: number
}

/** A transfer before it is stored. */
export interface NewTransfer {
  readonly kind: 'topup' | 'gift' | 'superchat' | 'refund'
  /** The id of the account whose coins they are. */
  readonly wallet: string
  /** The account that asks for it, and its key. */
  readonly askedBy: string
  readonly key: string
  /** The hash of what is asked. */
  readonly hash: string
  readonly reason?: string | undefined
  readonly refundOf?: number | undefined
  /** Epoch milliseconds. */
  readonly at: number
}

/** The right to make a transfer, or the one that was made under its key before. */
export interface Claim {
  readonly id: number
  /** The hash of what was asked then; absent if the key is new. */
  readonly before?: string
}

/** The spending of an account on a day, in UTC. */
export interface Spending {
  /** The day, counted since 1970. */
  readonly day: number
  readonly coins: number
  /** The most that it may spend in a day; absent if there is no limit. */
  readonly limit?: number | undefined
}

/** The coins of an account. */
export interface Wallet {
  readonly balance: number
  readonly spent: number
}

/**
 * Stores a transfer unless its key was used. A transfer under the same key that another transaction
 * has begun is waited for.
 */
export async function claimTransfer(tx: Statements, transfer: NewTransfer): Promise<Claim> {
  const { kind, wallet, askedBy, key, hash, reason, refundOf, at } = transfer
  const [made] = await tx.query(
    `insert into transfers (kind, wallet, asked_by, key, hash, reason, refund_of, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict on constraint transfers_asked_once do nothing
     returning id`,
    [kind, wallet, askedBy, key, hash, orNull(reason), orNull(refundOf), at],
  )
  if (made) return { id: wholeOf(made, 'id') }
  const [row] = await tx.query('select id, hash from transfers where asked_by = $1 and key = $2', [
    askedBy,
    key,
  ])
  if (!row) throw new RangeError('a transfer was neither stored nor there before')
  return { id: wholeOf(row, 'id'), before: textOf(row, 'hash') }
}

/**
 * Takes coins from a wallet, if it has them and its limit allows it: one statement.
 *
 * @returns its balance after that; undefined if nothing was taken.
 */
export async function takeCoins(
  tx: Statements,
  { owner, amount }: Pick<Posting, 'owner' | 'amount'>,
  { day, coins, limit }: Spending,
): Promise<number | undefined> {
  const [row] = await tx.query(
    `update ledger_accounts
     set balance = balance + $2, day = $3, spent = (case when day = $3 then spent else 0 end) + $4
     where kind = 'wallet' and owner = $1 and balance + $2 >= 0
       and ($5::bigint is null or (case when day = $3 then spent else 0 end) + $4 <= $5::bigint)
     returning balance`,
    [owner, amount, day, coins, orNull(limit)],
  )
  return row && wholeOf(row, 'balance')
}

/** Adds a posting to its account, which is created if need be. @returns the balance after it. */
export async function addCoins(tx: Statements, { kind, owner, amount }: Posting): Promise<number> {
  // A constraint would refuse the negative balance of an account that is only proposed.
  const mayBeNew = amount > 0 || kind === 'issue'
  const [row] = await tx.query(
    mayBeNew
      ? `insert into ledger_accounts as a (kind, owner, balance) values ($1, $2, $3)
         on conflict on constraint ledger_accounts_pk do update set balance = a.balance + $3
         returning balance`
      : `update ledger_accounts set balance = balance + $3 where kind = $1 and owner = $2
         returning balance`,
    [kind, owner, amount],
  )
  if (!row) throw new RangeError(`the account ${kind} ${owner} was not changed`)
  return wholeOf(row, 'balance')
}

/** Returns the coins of an account, and what it has spent on a day. */
export async function walletOf(db: Statements, owner: string, day: number): Promise<Wallet> {
  const [row] = await db.query(
    `select balance, case when day = $2 then spent else 0 end as spent
     from ledger_accounts where kind = 'wallet' and owner = $1`,
    [owner, day],
  )
  return row
    ? { balance: wholeOf(row, 'balance'), spent: wholeOf(row, 'spent') }
    : { balance: 0, spent: 0 }
}

/** Stores the entries of a transfer; at the end of the transaction their sum must be 0. */
export async function insertEntries(
  tx: Statements,
  transfer: number,
  entries: readonly Entry[],
): Promise<void> {
  await tx.query(
    `insert into entries (transfer, kind, owner, amount, balance)
     select $1, * from unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[])`,
    [
      transfer,
      entries.map(({ kind }) => kind),
      entries.map(({ owner }) => owner),
      entries.map(({ amount }) => amount),
      entries.map(({ balance }) => balance),
    ],
  )
}

/** Returns the entries of a transfer. */
export async function entriesOf(db: Statements, transfer: number): Promise<readonly Posting[]> {
  const rows = await db.query('select kind, owner, amount from entries where transfer = $1', [
    transfer,
  ])
  return rows.map((row) => ({
    kind: textOf(row, 'kind') as Posting['kind'], // a constraint checks it
    owner: textOf(row, 'owner'),
    amount: wholeOf(row, 'amount'),
  }))
}

/** Returns the sum of all balances: 0. */
export async function sumOfBalances(db: Statements): Promise<number> {
  const [row] = await db.query(
    'select coalesce(sum(balance), 0)::bigint as total from ledger_accounts',
  )
  return row ? wholeOf(row, 'total') : 0
}
