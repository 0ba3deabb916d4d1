import { Gunzip, Unzlib } from 'fflate'
import { type Inflate, type Inflated, maxInflatedBytes } from './inflate.ts'

// One byte of Deflate expands to 1032 at most, so a slice of this size cannot exceed a quarter of
// the cap between two checks of the total.
const sliceBytes = 1024

/**
 * Unpacks in browsers and Deno, with fflate: gzip and zlib. Brotli and zstd give the fault
 * `unsupported`: such clients request zlib from the platform.
 */
export const inflateWeb: Inflate = (encoding, bytes) => {
  switch (encoding) {
    case 'gzip':
    case 'deflate':
      return stream(encoding, bytes)
    case 'brotli':
    case 'zstd': {
      const detail = `${encoding} cannot be read on this runtime`
      return { ok: false, fault: 'unsupported', detail }
    }
  }
}

function stream(encoding: 'gzip' | 'deflate', packed: Uint8Array): Inflated {
  const chunks: Uint8Array[] = []
  let total = 0
  const take = (chunk: Uint8Array): void => {
    chunks.push(chunk)
    total += chunk.length
  }
  const unpacker = encoding === 'gzip' ? new Gunzip(take) : new Unzlib(take)
  try {
    for (let at = 0; at === 0 || at < packed.length; at += sliceBytes) {
      unpacker.push(packed.subarray(at, at + sliceBytes), at + sliceBytes >= packed.length)
      if (total > maxInflatedBytes) {
        return { ok: false, fault: 'too-big', detail: `more than ${maxInflatedBytes} bytes` }
      }
    }
  } catch (cause) {
    return { ok: false, fault: 'corrupt', detail: cause instanceof Error ? cause.message : 'bad' }
  }
  const bytes = concat(chunks, total)
  return intact(encoding, packed, bytes)
    ? { ok: true, bytes }
    : { ok: false, fault: 'corrupt', detail: 'the checksum differs' }
}

/** Returns true if the trailing checksum is right, which fflate does not read. */
function intact(encoding: 'gzip' | 'deflate', packed: Uint8Array, bytes: Uint8Array): boolean {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  if (packed.length < 8) return false
  return encoding === 'gzip'
    ? view.getUint32(packed.length - 8, true) === crc32(bytes)
    : view.getUint32(packed.length - 4) === adler32(bytes)
}

function concat(chunks: readonly Uint8Array[], total: number): Uint8Array {
  const bytes = new Uint8Array(total)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  return crc >>> 0
})

/** Returns the CRC-32 of gzip (RFC 1952), unsigned. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

/** Returns the Adler-32 of zlib (RFC 1950), unsigned. */
function adler32(bytes: Uint8Array): number {
  let low = 1
  let high = 0
  for (const byte of bytes) {
    low = (low + byte) % 65521
    high = (high + low) % 65521
  }
  return ((high << 16) | low) >>> 0
}
