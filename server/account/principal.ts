import type { Scope } from './scope.ts'

/** The sender of a request. */
export type Principal =
  | OwnerCaller
  | TokenPrincipal
  | TicketPrincipal
  | { readonly kind: 'anonymous' }
  /** The request carries an invalid credential; the reason is a text for the client. */
  | { readonly kind: 'wrong-token'; readonly reason: string }

/** The caller of a request, with the information if it comes from this machine. */
export interface Asker {
  readonly caller: Principal
  /** True if the request comes from a program on this machine and passed no proxy. */
  readonly local: boolean
}

/** The owner of the server, known by the owner token or by a browser session. */
export interface OwnerCaller {
  readonly kind: 'owner'
  /** The id of the browser session; absent if the request carries the owner token. */
  readonly session?: string | undefined
}

/** A program that holds a token. */
export interface TokenPrincipal {
  readonly kind: 'token'
  readonly id: string
  readonly scopes: readonly string[]
  /** The only room of the token; absent if it is for all rooms. */
  readonly room?: string | undefined
}

/** A browser that received a ticket for one stream. */
export interface TicketPrincipal {
  readonly kind: 'ticket'
  readonly room: string
  /** The id of the token or session that requested the ticket; absent for the owner token. */
  readonly by?: string | undefined
}

/**
 * Returns true if a caller has a scope, for one room or, if none is named, for the whole server.
 * The owner has every scope.
 */
export function hasScope(caller: Principal, scope: Scope, room?: string): boolean {
  if (caller.kind === 'owner') return true
  if (caller.kind !== 'token') return false
  const named = caller.scopes.includes(scope) || caller.scopes.includes('admin')
  return named && (caller.room === undefined || caller.room === room)
}

/** Returns the id of the token or session of a caller; its end also ends the streams of the caller. */
export function grantOf(caller: Principal): string | undefined {
  if (caller.kind === 'token') return caller.id
  if (caller.kind === 'owner') return caller.session
  return caller.kind === 'ticket' ? caller.by : undefined
}
