import type { Scope } from './scope.ts'

/** Who sent a request. */
export type Caller =
  | { readonly kind: 'owner' }
  | TokenCaller
  | TicketCaller
  | { readonly kind: 'anonymous' }
  /** Showed something that is not valid; the reason says what, in words. */
  | { readonly kind: 'wrong-token'; readonly reason: string }

/** Who sent a request, and whether from this machine. */
export interface Asker {
  readonly caller: Caller
  /** True if a program on this machine asks, and no proxy passed the request on. */
  readonly local: boolean
}

/** A program that holds a token. */
export interface TokenCaller {
  readonly kind: 'token'
  readonly id: string
  readonly scopes: readonly string[]
  /** The only room the token is good for; absent where it is good for all. */
  readonly room?: string | undefined
}

/** A browser that was given a ticket for one stream. */
export interface TicketCaller {
  readonly kind: 'ticket'
  readonly room: string
  /** The token that asked for the ticket; absent where the owner did. */
  readonly by?: string | undefined
}

/**
 * True if a caller has a scope, for one room or, where none is named, for the whole server. The owner
 * has every scope.
 */
export function holds(caller: Caller, scope: Scope, room?: string): boolean {
  if (caller.kind === 'owner') return true
  if (caller.kind !== 'token') return false
  const named = caller.scopes.includes(scope) || caller.scopes.includes('admin')
  return named && (caller.room === undefined || caller.room === room)
}

/** The token a caller depends on: when it is revoked, so is the caller. */
export function tokenOf(caller: Caller): string | undefined {
  if (caller.kind === 'token') return caller.id
  return caller.kind === 'ticket' ? caller.by : undefined
}
