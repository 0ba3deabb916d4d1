import { Reader } from 'protobufjs/minimal.js'

/** The maximum number of messages in a frame; real frames have a few dozen. */
export const mostMessages = 2_000

/** The maximum number of headers of a frame; real frames have five. */
export const mostHeaders = 64

/** The maximum size of a frame and of its body; the largest known body has some ten kilobytes. */
export const maxBodyBytes = 1024 * 1024

/** The maximum size of a message; a board of 100 rows has about 130 KB. */
export const maxMessageBytes = 256 * 1024

/**
 * Returns true if a field is repeated more often than `most`, without decoding its values. Returns
 * false for malformed bytes, because the decoder reports them.
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
    return false // truncated or malformed bytes, with fewer fields before the error
  }
  return false
}
