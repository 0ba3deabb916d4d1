/** The compression of upstream bytes. `deflate` is the zlib format (RFC 1950). */
export type Encoding = 'gzip' | 'deflate' | 'brotli' | 'zstd'

/** The result of unpacking. Wire garbage is data, not an exception. */
export type Inflated =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly fault: InflateFault; readonly detail: string }

/** `too-big`: the output exceeds the cap; `unsupported`: this runtime cannot read the encoding. */
export type InflateFault = 'corrupt' | 'too-big' | 'unsupported'

/** Unpacks one whole body. Never throws, never allocates much more than the cap. */
export type Inflate = (encoding: Encoding, bytes: Uint8Array) => Inflated

/**
 * Far more than any observed frame (8 KiB inflated), and small enough to withstand a decompression
 * bomb.
 */
export const maxInflatedBytes = 4 * 1024 * 1024
