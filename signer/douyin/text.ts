/**
 * The 64 symbols of a signature, by value: base64 in an order of its own. Measured on the web
 * client's script 1.0.0.53; its MD5 is 9d34b5d36d4e51b646c1b6170454d0fb.
 */
export const symbols = 'Dkdpgh4ZKsQB80/Mfvw36XI1R25+WUAlEi7NLboqYTOPuzmFjJnryx9HVGcaStCe'

const values: ReadonlyMap<string, number> = new Map(
  Array.from(symbols, (symbol, value) => [symbol, value]),
)

/**
 * Encodes bytes, three at a time as four symbols. There is no padding: their number is a multiple
 * of 3.
 */
export function textOf(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(i, i + 3)
    const group = (a << 16) | (b << 8) | c
    text += symbolOf(group >> 18) + symbolOf(group >> 12) + symbolOf(group >> 6) + symbolOf(group)
  }
  return text
}

/**
 * Decodes a text of {@link textOf}; undefined if a symbol is unknown or the length is no multiple
 * of 4.
 */
export function bytesOf(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined
  const bytes = new Uint8Array((text.length / 4) * 3)
  for (let i = 0; i < text.length; i++) {
    const value = values.get(text.charAt(i))
    if (value === undefined) return undefined
    spread(bytes, i, value)
  }
  return bytes
}

function symbolOf(value: number): string {
  return symbols.charAt(value & 63)
}

/** Puts the six bits of symbol number `index` into place: in one byte or over two. */
function spread(bytes: Uint8Array, index: number, value: number): void {
  const bit = index * 6
  const first = bit >> 3
  const window = value << (10 - (bit & 7)) // of 16 bits, beginning at byte `first`
  bytes[first] = (bytes[first] ?? 0) | (window >> 8)
  if (first + 1 < bytes.length) bytes[first + 1] = (bytes[first + 1] ?? 0) | (window & 0xff)
}
