import { brotliDecompressSync, gunzipSync, inflateSync, type ZlibOptions } from 'node:zlib'
import { type Encoding, type Inflate, maxInflatedBytes } from './inflate.ts'

const small = { maxOutputLength: maxInflatedBytes }
const large = { ...small, chunkSize: 128 * 1024 }

const largeFrom = 8 * 1024

// One piece where a frame unpacks to many: each further one is a call, and all are copied together. Of
// two sizes only, since memory of any size falls to pieces.
function optionsFor({ length }: Uint8Array): ZlibOptions {
  return length < largeFrom ? small : large
}

const unpack: Readonly<Record<Encoding, (bytes: Uint8Array) => Uint8Array>> = {
  gzip: (bytes) => gunzipSync(bytes, optionsFor(bytes)),
  deflate: (bytes) => inflateSync(bytes, optionsFor(bytes)),
  brotli: (bytes) => brotliDecompressSync(bytes, optionsFor(bytes)),
}

/** {@link Inflate} on `node:zlib`: all three encodings. */
export const inflateNode: Inflate = (encoding, bytes) => {
  try {
    return { ok: true, bytes: unpack[encoding](bytes) }
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException // zlib throws nothing else
    const fault = code === 'ERR_BUFFER_TOO_LARGE' ? 'too-big' : 'corrupt'
    return { ok: false, fault, detail: message }
  }
}
