import { crc32 } from 'node:zlib'

/**
 * The record of one tick's lines in a segment. Little-endian:
 *
 * | offset | bytes |                                                                      |
 * | -----: | ----: | -------------------------------------------------------------------- |
 * |      0 |     4 | length of the body in bytes                                          |
 * |      4 |     4 | number of lines                                                      |
 * |      8 |     8 | position of the first line, as a float64: exact as far as numbers go |
 * |     16 |     4 | CRC-32 of the body                                                   |
 * |     20 |     4 | CRC-32 of the 20 bytes above                                         |
 * |     24 |       | the body: the lines in UTF-8, a line feed between two                |
 *
 * The header has a checksum of its own, so its length is reliable: a record that ends too early was
 * torn, and a complete one that fails a checksum was damaged. The two are always distinguishable.
 */
export interface TickRecord {
  readonly firstSeq: number
  /** The number of lines. */
  readonly count: number
  /** The length with the header. */
  readonly bytes: number
  readonly body: Buffer
}

/**
 * The end of some bytes after their last sound record; `needs` is the full length of the record
 * that begins there.
 */
export type Tail =
  | { readonly kind: 'whole' }
  | { readonly kind: 'torn'; readonly needs: number }
  | { readonly kind: 'damaged'; readonly reason: string }

/** The sound records at the start of some bytes. */
export interface Records {
  readonly records: readonly TickRecord[]
  /** The end of the last of them. */
  readonly end: number
  readonly tail: Tail
}

const headerBytes = 24
const offset = { length: 0, count: 4, firstSeq: 8, bodySum: 16, headerSum: 20 } as const

/**
 * Encodes one record of at least one line.
 *
 * @throws TypeError if a line holds a line feed, which JSON never does.
 */
export function encodeRecord(firstSeq: number, lines: readonly string[]): Buffer {
  if (lines.some((line) => line.includes('\n'))) throw new TypeError('a line holds a line feed')
  const text = lines.join('\n')
  const length = Buffer.byteLength(text)
  const record = Buffer.allocUnsafe(headerBytes + length)
  record.write(text, headerBytes)
  record.writeUInt32LE(length, offset.length)
  record.writeUInt32LE(lines.length, offset.count)
  record.writeDoubleLE(firstSeq, offset.firstSeq)
  record.writeUInt32LE(crc32(record.subarray(headerBytes)), offset.bodySum)
  record.writeUInt32LE(crc32(record.subarray(0, offset.headerSum)), offset.headerSum)
  return record
}

/** Returns the lines of a record, as they were appended. */
export function linesOf({ body }: TickRecord): readonly string[] {
  return body.toString('utf8').split('\n')
}

/** Reads consecutive records, up to the first that is not sound. */
export function readRecords(bytes: Buffer): Records {
  const records: TickRecord[] = []
  let end = 0
  while (end < bytes.length) {
    const found = readRecord(bytes.subarray(end))
    if ('kind' in found) return { records, end, tail: found }
    records.push(found)
    end += found.bytes
  }
  return { records, end, tail: { kind: 'whole' } }
}

function readRecord(bytes: Buffer): TickRecord | Tail {
  if (bytes.length < headerBytes) return { kind: 'torn', needs: headerBytes }
  if (crc32(bytes.subarray(0, offset.headerSum)) !== bytes.readUInt32LE(offset.headerSum)) {
    return { kind: 'damaged', reason: 'the header of a record fails its checksum' }
  }
  const needs = headerBytes + bytes.readUInt32LE(offset.length)
  if (bytes.length < needs) return { kind: 'torn', needs }
  const body = bytes.subarray(headerBytes, needs)
  const firstSeq = bytes.readDoubleLE(offset.firstSeq)
  if (crc32(body) !== bytes.readUInt32LE(offset.bodySum)) {
    return { kind: 'damaged', reason: `the record of line ${firstSeq} fails its checksum` }
  }
  return { firstSeq, count: bytes.readUInt32LE(offset.count), bytes: needs, body }
}
