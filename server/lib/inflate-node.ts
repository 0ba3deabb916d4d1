import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { type Encoding, type Inflate, maxInflatedBytes } from './inflate.ts'

const options = { maxOutputLength: maxInflatedBytes }

const unpack: Readonly<Record<Encoding, (bytes: Uint8Array) => Uint8Array>> = {
  gzip: (bytes) => gunzipSync(bytes, options),
  deflate: (bytes) => inflateSync(bytes, options),
  brotli: (bytes) => brotliDecompressSync(bytes, options),
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
