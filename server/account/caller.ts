import type { Scope } from './scope.ts'

/** Who sent a request. */
export type Caller =
  | OwnerCaller
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

/** The owner, by their token or logged in with a browser. */
export interface OwnerCaller {
  readonly kind: 'owner'
  /** Absent where they showed their token. */
  readonly session?: string | undefined
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
  /** The token or session that asked for the ticket; absent where the owner did by their token. */
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

/** Returns the token or session a caller depends on: when it ends, so does what was opened with it. */
export function grantOf(caller: Caller): string | undefined {
  if (caller.kind === 'token') return caller.id
  if (caller.kind === 'owner') return caller.session
  return caller.kind === 'ticket' ? caller.by : undefined
}
