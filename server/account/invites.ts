import type { AccountRole } from '../../proto/api/account.ts'
import { randomToken } from '../lib/bytes/random-token.ts'
import type { Clock } from '../lib/time/clock.ts'
import type { Collection } from '../store/collection.ts'
import { Conflict } from '../store/query/conflict.ts'
import type { InviteRecord } from '../store/query/invite.ts'
import { hashToken } from './owner.ts'

/** The purpose of an invite: a new account with a role, or a new password of an account. */
export type InvitePurpose =
  | { readonly role: AccountRole; readonly account?: never }
  | { readonly account: string; readonly role?: never }

/** A new invite. */
export interface NewInvite {
  /** The secret of the link; the server keeps only its hash. */
  readonly code: string
  readonly expiresAt: number
}

/** Dependencies of {@link Invites}. */
export interface InvitesParts {
  readonly store: Pick<Collection<InviteRecord>, 'list' | 'find' | 'save' | 'remove'>
  readonly clock: Clock
}

const maxInvites = 1_000

/** Holds the invites and the resets of passwords. Each is valid once, until it expires. */
export class Invites {
  readonly #parts: InvitesParts

  constructor(parts: InvitesParts) {
    this.#parts = parts
  }

  /** Creates an invite; an earlier one for the same account ends. @throws Conflict if there are too many. */
  async create(purpose: InvitePurpose, lifeMs: number): Promise<NewInvite> {
    const { store, clock } = this.#parts
    const now = clock.now()
    for (const { hash, account, expiresAt } of store.list()) {
      const replaced = account !== undefined && account === purpose.account
      if (replaced || expiresAt <= now) await store.remove(hash)
    }
    const code = randomToken()
    const invite = {
      hash: await hashToken(code),
      ...purpose,
      createdAt: now,
      expiresAt: now + lifeMs,
    }
    await store.save(invite, () => {
      if (store.list().length >= maxInvites) throw new Conflict('too many invites are open')
    })
    return { code, expiresAt: invite.expiresAt }
  }

  /** Returns the invite of a code, which stays valid; undefined if it is not valid. */
  async find(code: string): Promise<InviteRecord | undefined> {
    const invite = this.#parts.store.find(await hashToken(code))
    return invite && invite.expiresAt > this.#parts.clock.now() ? invite : undefined
  }

  /** Uses an invite up. @returns false if another request did so first. */
  use({ hash }: InviteRecord): Promise<boolean> {
    return this.#parts.store.remove(hash)
  }
}
