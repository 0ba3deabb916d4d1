import { toBase64Url } from './encoding.ts'

/** Returns 32 random bytes in base64url: a secret that cannot be guessed. */
export function randomToken(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(32)))
}

/** Returns a short random name, unique for all practical purposes: 12 bytes in base64url. */
export function randomName(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(12)))
}
