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
    return type.decode(bytesOf(base64.replaceAll('-', '+').replaceAll('_', '/')))
  } catch {
    // Both decoders throw on garbage only; the caller counts it as a message of unknown shape.
    return undefined
  }
}

function bytesOf(base64: string): Uint8Array {
  const binary = atob(base64)
  const bytes = new Uint8Array(binary.length)
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at)
  return bytes
}
