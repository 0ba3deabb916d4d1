import type { PasswordHash } from '../lib/password-hash.ts'
import { type Clock, systemClock } from '../lib/time/clock.ts'
import {
  createFakeCollection,
  createFakeStorage,
  type FakeStorage,
} from '../store/collection.fake.ts'
import type { AccountRecord } from '../store/query/account.ts'
import { Accounts } from './accounts.ts'

/** A hash of passwords that takes no time, and counts what was checked. */
export interface FakePasswordHash extends PasswordHash {
  readonly checked: (string | undefined)[]
}

/** Returns a hash of passwords that takes no time. */
export function createFakePasswordHash(): FakePasswordHash {
  const checked: (string | undefined)[] = []
  return {
    checked,
    hash: async (password) => `hashed ${password}`,
    matches: async (password, stored) => {
      checked.push(stored)
      return stored === `hashed ${password}`
    },
  }
}

/** Options of {@link createFakeAccounts}. */
export interface FakeAccountsParts {
  readonly storage?: FakeStorage<AccountRecord>
  readonly passwords?: PasswordHash
  readonly clock?: Clock
  readonly onClosed?: (account: string) => Promise<void>
}

/** Returns loaded accounts over a storage in memory. */
export async function createFakeAccounts({
  storage = createFakeStorage(),
  passwords = createFakePasswordHash(),
  clock = systemClock,
  onClosed = async () => undefined,
}: FakeAccountsParts = {}): Promise<Accounts> {
  const store = createFakeCollection({ storage, keyOf: ({ id }: AccountRecord) => id })
  const accounts = new Accounts({ store, passwords, clock, onClosed })
  await accounts.load()
  return accounts
}
