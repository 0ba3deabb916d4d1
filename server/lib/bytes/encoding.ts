import { encodeBase64 } from 'hono/utils/encode'

// Bytes are decoded by `decodeBase64Url` of hono, which takes both alphabets, with and without padding.

/** Returns bytes as base64. */
export function toBase64(bytes: Uint8Array): string {
  return encodeBase64(new Uint8Array(bytes).buffer) // a copy: hono takes whole buffers
}

/** Returns bytes as base64url without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** Returns bytes as lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Returns the bytes of a hex text of even length. */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}
