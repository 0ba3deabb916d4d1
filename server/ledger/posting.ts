import type { LedgerAccount, Posting } from '../store/query/coin/ledger.ts'

const dayMs = 86_400_000

/** Returns the account that holds the coins of a person. */
export function walletOf(account: string): LedgerAccount {
  return { kind: 'wallet', owner: account }
}

/** Returns the account of what a live room was given. */
export function incomeOf(room: string): LedgerAccount {
  return { kind: 'income', owner: room }
}

/** The account from which all coins come. */
export const issue: LedgerAccount = { kind: 'issue', owner: '' }

/**
 * Returns the two sides of a transfer, whose sum is 0. A wallet is first: transactions that change
 * accounts in this order never wait for each other in a circle.
 *
 * @throws RangeError unless the number of coins is whole and above 0.
 */
export function movedBetween(
  from: LedgerAccount,
  to: LedgerAccount,
  coins: number,
): readonly [first: Posting, second: Posting] {
  if (!Number.isSafeInteger(coins) || coins <= 0) throw new RangeError(`${coins} are no coins`)
  const [given, got] = [
    { ...from, amount: -coins },
    { ...to, amount: coins },
  ]
  return to.kind === 'wallet' ? [got, given] : [given, got]
}

/** Returns the sides of the transfer that takes another one back. */
export function takenBack(postings: readonly Posting[]): readonly Posting[] {
  return postings
    .map((posting) => ({ ...posting, amount: -posting.amount }))
    .toSorted((a, b) => Number(b.kind === 'wallet') - Number(a.kind === 'wallet'))
}

/** Returns the day of a time, counted since 1970 in UTC. */
export function dayOf(now: number): number {
  return Math.floor(now / dayMs)
}

/** Returns the time until the next day in UTC, milliseconds. */
export function restOfDayMs(now: number): number {
  return (dayOf(now) + 1) * dayMs - now
}
