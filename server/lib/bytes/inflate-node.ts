import * as zlib from 'node:zlib'
import { type Encoding, type Inflate, maxInflatedBytes } from './inflate.ts'

const small = { maxOutputLength: maxInflatedBytes }
const large = { ...small, chunkSize: 128 * 1024 }

const largeFrom = 8 * 1024

// One buffer for the output: each further one costs a call and a copy. It has one of two sizes
// only, because buffers of many sizes fragment the memory.
function optionsFor({ length }: Uint8Array): zlib.ZlibOptions {
  return length < largeFrom ? small : large
}

type Unpack = (bytes: Uint8Array, options: zlib.ZlibOptions) => Uint8Array

// Node has zstd from 22.15 on; the type definitions used here are those of Node 20.
const { zstdDecompressSync } = zlib as { readonly zstdDecompressSync?: Unpack }

const unpack: Readonly<Record<Encoding, Unpack | undefined>> = {
  gzip: zlib.gunzipSync,
  deflate: zlib.inflateSync,
  brotli: zlib.brotliDecompressSync,
  zstd: zstdDecompressSync,
}

/** Unpacks with `node:zlib`: all encodings, zstd on Node 22.15 and newer. */
export const inflateNode: Inflate = (encoding, bytes) => {
  const read = unpack[encoding]
  if (!read) {
    const detail = `${encoding} cannot be read on this runtime: Node 22.15 or newer can`
    return { ok: false, fault: 'unsupported', detail }
  }
  try {
    return { ok: true, bytes: read(bytes, optionsFor(bytes)) }
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException // zlib throws nothing else
    const fault = code === 'ERR_BUFFER_TOO_LARGE' ? 'too-big' : 'corrupt'
    return { ok: false, fault, detail: message }
  }
}
