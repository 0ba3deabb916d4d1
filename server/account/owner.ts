import { toHex } from '../lib/bytes/encoding.ts'

/** The operator of this server. */
export interface Owner {
  /** Returns true for the owner's token. Takes the same time for every wrong token. */
  readonly holds: (token: string) => Promise<boolean>
}

/** Creates an owner from the SHA-256 of a token, in hex: the token itself is stored nowhere. */
export function createOwner(tokenHash: string): Owner {
  return {
    holds: async (token) => equal(await hashToken(token), tokenHash),
  }
}

/**
 * Returns the SHA-256 in hex. Tokens are 256 random bits, so a slow password hash would add
 * nothing.
 */
export async function hashToken(token: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))
  return toHex(new Uint8Array(digest))
}

function equal(a: string, b: string): boolean {
  let difference = a.length ^ b.length
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i)
  return difference === 0
}
