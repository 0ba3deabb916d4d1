import { decodeBase64Url } from 'hono/utils/encode'
import { textOf } from '../json/field.ts'

/**
 * Decodes the base64 protobuf of a command; undefined if it is not valid. Accepts the URL-safe
 * alphabet too.
 */
export function decodeBase64<T>(
  text: unknown,
  type: { readonly decode: (bytes: Uint8Array) => T },
): T | undefined {
  const base64 = textOf(text)
  if (base64 === undefined) return undefined
  try {
    return type.decode(decodeBase64Url(base64))
  } catch {
    // Both decoders throw on garbage only; the caller counts it as a message of unknown shape.
    return undefined
  }
}
