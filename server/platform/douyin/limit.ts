import { Reader } from 'protobufjs/minimal.js'

/** As many messages as one frame may hold; real ones hold a few dozen. */
export const mostMessages = 2_000

/** As many headers as one frame may have; real ones have five. */
export const mostHeaders = 64

/** The largest body of a frame that is read; the largest seen has some ten kilobytes. */
export const maxBodyBytes = 1024 * 1024

/** The largest message that is read: a board of 100 people has about 130 KB. */
export const maxMessageBytes = 256 * 1024

/**
 * Returns whether a field is repeated more often than `most`, without making anything of what it
 * holds. Bytes that are no message answer false: decoding tells what is wrong with them.
 */
export function repeatsMoreThan(most: number, field: number, bytes: Uint8Array): boolean {
  const reader = Reader.create(bytes)
  try {
    for (let met = 0; reader.pos < reader.len;) {
      const tag = reader.uint32()
      if (tag >>> 3 === field && ++met > most) return true
      reader.skipType(tag & 7)
    }
  } catch {
    return false // cut short or no message: what can be counted was few enough
  }
  return false
}
