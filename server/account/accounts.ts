import { type AccountRole, ownerAccount } from '../../proto/api/account.ts'
import { foldName } from '../../proto/api/account-name.ts'
import { randomName } from '../lib/bytes/random-token.ts'
import type { PasswordHash } from '../lib/password-hash.ts'
import type { Clock } from '../lib/time/clock.ts'
import type { Collection } from '../store/collection.ts'
import { DatabaseUnavailable } from '../store/engine/db.ts'
import type { AccountRecord } from '../store/query/account.ts'
import { Conflict } from '../store/query/conflict.ts'

/** The store of accounts. Every change rejects with DatabaseUnavailable while the database is away. */
export type AccountStore = Pick<
  Collection<AccountRecord>,
  'loaded' | 'load' | 'list' | 'find' | 'save' | 'change' | 'remove' | 'onChange'
>

/** Dependencies of {@link Accounts}. */
export interface AccountsParts {
  readonly store: AccountStore
  readonly passwords: PasswordHash
  readonly clock: Clock
  /** Ends the sessions and tokens of an account that was disabled or deleted, or has another role. */
  readonly onClosed: (account: string) => Promise<void>
}

/** A new account. */
export interface AccountInput {
  readonly name: string
  readonly role: AccountRole
  readonly password?: string | undefined
}

/** The changes of an account by another account. */
export interface AccountChange {
  readonly name?: string | undefined
  readonly role?: AccountRole | undefined
  readonly disabled?: boolean | undefined
  /** The name of an upload; null for none. */
  readonly avatar?: string | null | undefined
}

const maxAccounts = 100_000

/**
 * Holds the accounts, all of them in memory: role and state of a caller are looked up without a query.
 * The account of the owner always exists, also before the others are loaded.
 */
export class Accounts {
  readonly #parts: AccountsParts
  /** The id of the account of each folded name, and the folded name of each account. */
  readonly #ids = new Map<string, string>()
  readonly #names = new Map<string, string>()

  constructor(parts: AccountsParts) {
    this.#parts = parts
    parts.store.onChange((id, account) => this.#index(id, account))
  }

  /** Loads the stored accounts. @throws the errors of the store. */
  async load(): Promise<void> {
    const { store } = this.#parts
    for (const account of await store.load()) this.#index(account.id, account)
    if (!store.find(ownerAccount)) await store.save(this.#firstAccount())
  }

  /**
   * Returns an account that can be used: neither deleted nor disabled.
   *
   * @throws DatabaseUnavailable for another account than the owner's until all are loaded.
   */
  active(id: string): AccountRecord | undefined {
    const account = this.find(id)
    return account && isActive(account) ? account : undefined
  }

  /** Returns the account of a name, if it can be used. @throws DatabaseUnavailable until all are loaded. */
  named(name: string): AccountRecord | undefined {
    const account = this.#ofName(name)
    return account && isActive(account) ? account : undefined
  }

  /** Returns an account, also a deleted one. @throws DatabaseUnavailable as `active`. */
  find(id: string): AccountRecord | undefined {
    const found = this.#parts.store.find(id)
    if (found) return found
    if (id === ownerAccount) return this.#firstAccount()
    if (this.#parts.store.loaded) return undefined
    throw new DatabaseUnavailable('opening', 'the accounts are not loaded yet')
  }

  /** Returns every account, newest first, deleted ones too. */
  list(): readonly AccountRecord[] {
    return this.#parts.store
      .list()
      .toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
  }

  /** Creates an account. @throws Conflict if the name is taken; TooBusy; the errors of the store. */
  async create({ name, role, password }: AccountInput): Promise<AccountRecord> {
    const { store, passwords, clock } = this.#parts
    this.requireFree(name) // before the work of a hash
    const account: AccountRecord = {
      id: randomName(),
      ...named(name),
      role,
      password: password === undefined ? undefined : await passwords.hash(password),
      createdAt: clock.now(),
    }
    await store.save(account, () => {
      this.requireFree(name)
      if (this.#names.size >= maxAccounts) throw new Conflict('there are too many accounts')
    })
    return account
  }

  /**
   * Returns the account of a name if the password is right. An unknown name, an account without a
   * password and a wrong password take the same time.
   *
   * @throws TooBusy; DatabaseUnavailable until the accounts are loaded.
   */
  async verify(name: string, password: string): Promise<AccountRecord | undefined> {
    const account = this.#ofName(name)
    return (await this.#parts.passwords.matches(password, account?.password)) ? account : undefined
  }

  /** Returns true if a password is that of an account. @throws TooBusy */
  hasPassword({ password }: AccountRecord, tried: string): Promise<boolean> {
    return this.#parts.passwords.matches(tried, password)
  }

  /** Sets a password. @throws TooBusy; the errors of the store. */
  async setPassword(id: string, password: string): Promise<void> {
    const hash = await this.#parts.passwords.hash(password)
    await this.#parts.store.change(id, (account) =>
      isActive(account) ? { ...account, password: hash } : account,
    )
  }

  /**
   * Changes an account; another role or its end also ends what was opened with it.
   *
   * @returns the account; undefined if there is none. @throws Conflict if the name is taken.
   */
  async change(id: string, wanted: AccountChange): Promise<AccountRecord | undefined> {
    const { store, clock, onClosed } = this.#parts
    const before = store.find(id)
    const there = await store.change(id, (account) => {
      if (account.deletedAt !== undefined) return account
      const { name = account.name, role = account.role, disabled, avatar } = wanted
      if (name !== undefined) this.requireFree(name, id)
      const disabledAt = disabled === undefined ? account.disabledAt : clock.now()
      return {
        ...account,
        ...(name === undefined ? {} : named(name)),
        role,
        avatar: avatar === undefined ? account.avatar : (avatar ?? undefined),
        disabledAt: disabled === false ? undefined : disabledAt,
      }
    })
    const after = store.find(id)
    if (!there || !after || after.deletedAt !== undefined) return undefined
    if (!isActive(after) || after.role !== before?.role) await onClosed(id)
    return after
  }

  /** Deletes an account: its name is free again, its number is never given to another. */
  async remove(id: string): Promise<void> {
    const { store, clock, onClosed } = this.#parts
    await store.change(id, ({ role, createdAt }) => ({
      id,
      role,
      createdAt,
      deletedAt: clock.now(),
    }))
    await onClosed(id)
  }

  /** Removes the account of a guest who has left; nothing is kept of it. */
  async forget(id: string): Promise<void> {
    if (this.#parts.store.find(id)?.role === 'guest') await this.#parts.store.remove(id)
  }

  /** Removes the accounts of guests that left while the server did not run. */
  async forgetGuests(isPresent: (id: string) => boolean): Promise<void> {
    for (const { id } of this.list()) if (!isPresent(id)) await this.forget(id)
  }

  #firstAccount(): AccountRecord {
    return {
      id: ownerAccount,
      ...named('owner'),
      role: 'owner',
      createdAt: this.#parts.clock.now(),
    }
  }

  #ofName(name: string): AccountRecord | undefined {
    const { store } = this.#parts
    if (!store.loaded) throw new DatabaseUnavailable('opening', 'the accounts are not loaded yet')
    return store.find(this.#ids.get(foldName(name)) ?? '')
  }

  /** Does nothing if a name is free, or is that of the account. @throws Conflict otherwise. */
  requireFree(name: string, id?: string): void {
    const holder = this.#ids.get(foldName(name))
    if (holder !== undefined && holder !== id) throw new Conflict('this name is taken')
  }

  #index(id: string, account: AccountRecord | undefined): void {
    const before = this.#names.get(id)
    if (before !== undefined) this.#ids.delete(before)
    this.#names.delete(id)
    if (account?.folded === undefined) return
    this.#names.set(id, account.folded)
    this.#ids.set(account.folded, id)
  }
}

function named(name: string): Required<Pick<AccountRecord, 'name' | 'folded'>> {
  return { name, folded: foldName(name) }
}

function isActive({ disabledAt, deletedAt }: AccountRecord): boolean {
  return disabledAt === undefined && deletedAt === undefined
}
