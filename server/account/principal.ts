import { type AccountRole, ownerAccount } from '../../proto/api/account.ts'

/** The sender of a request, as its credentials show it. */
export type Identity =
  /** The operator of the server, known by the owner token. */
  | { readonly kind: 'owner' }
  | AccountIdentity
  | TokenIdentity
  | TicketIdentity
  | AnonymousIdentity
  /** The request carries an invalid credential; the reason is a text for the client. */
  | { readonly kind: 'wrong-token'; readonly reason: string }

/** The sender of a request and its context, for which the policy decides. */
export type Principal = Identity & {
  /** True if the request comes from a program on this machine and passed no proxy. */
  readonly local: boolean
}

/** The reason for the end of a session; `forged` if its cookie is not ours. */
export type SessionEnd = 'expired' | 'revoked' | 'replaced' | 'forged'

/** A caller without credentials, or with the cookie of a session that has ended. */
export interface AnonymousIdentity {
  readonly kind: 'anonymous'
  /** The reason why the cookie in the request is not valid; absent if there is none. */
  readonly ended?: SessionEnd | undefined
}

/** A person who is logged in with a browser. */
export interface AccountIdentity {
  readonly kind: 'account'
  /** The id of the account. */
  readonly account: string
  readonly name: string
  readonly role: AccountRole
  /** The id of the session. */
  readonly session: string
}

/** A program that holds a token. */
export interface TokenIdentity {
  readonly kind: 'token'
  readonly id: string
  readonly scopes: readonly string[]
  /** The only room of the token; absent if it is for all rooms. */
  readonly room?: string | undefined
  /** The id of the account for which the token takes part in live rooms; absent if it is for none. */
  readonly account?: string | undefined
}

/** A browser that received a ticket for one stream. */
export interface TicketIdentity {
  readonly kind: 'ticket'
  readonly room: string
  /** The id of the token or session that requested the ticket; absent for the owner token. */
  readonly by?: string | undefined
}

/** Returns the id of the token or session of a caller; its end also ends the streams of the caller. */
export function grantOf(caller: Identity): string | undefined {
  if (caller.kind === 'token') return caller.id
  if (caller.kind === 'account') return caller.session
  return caller.kind === 'ticket' ? caller.by : undefined
}

/** Returns the id of the account for which a caller acts; undefined if it acts for none. */
export function accountOf(caller: Identity): string | undefined {
  if (caller.kind === 'owner') return ownerAccount
  return caller.kind === 'account' || caller.kind === 'token' ? caller.account : undefined
}
