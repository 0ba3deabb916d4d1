import { toBase64Url } from './encoding.ts'

/** Returns 32 random bytes in base64url: a secret that cannot be guessed. */
export function randomToken(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(32)))
}

/** Returns a short random name, unique for all practical purposes: 12 bytes in base64url. */
export function randomName(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(12)))
}

/** Returns a random name of ten letters and digits, for an address that people read: 51 bits. */
export function randomSlug(): string {
  let slug = ''
  while (slug.length < 10) {
    const [byte = 255] = crypto.getRandomValues(new Uint8Array(1))
    // 252 is a multiple of 36: the bytes above would make some characters more frequent.
    if (byte < 252) slug += (byte % 36).toString(36)
  }
  return slug
}
