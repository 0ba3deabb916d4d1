/**
 * Returns the first `length` bytes of RC4 for a key of one byte. A fixed mask, no secrecy: the key
 * is sent beside the masked bytes.
 */
export function keystream(key: number, length: number): Uint8Array {
  const table = Uint8Array.from(identity)
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + at(table, i) + key) & 0xff
    swap(table, i, j)
  }
  const stream = new Uint8Array(length)
  for (let i = 0, j = 0; i < length; i++) {
    const next = (i + 1) & 0xff
    j = (j + at(table, next)) & 0xff
    swap(table, next, j)
    stream[i] = at(table, (at(table, next) + at(table, j)) & 0xff)
  }
  return stream
}

const identity = Uint8Array.from({ length: 256 }, (_, index) => index)

function swap(table: Uint8Array, i: number, j: number): void {
  const kept = at(table, i)
  table[i] = at(table, j)
  table[j] = kept
}

function at(table: Uint8Array, index: number): number {
  return table[index] ?? 0 // always inside: indices are bytes
}
