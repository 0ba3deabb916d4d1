/** How upstream bytes are packed. `deflate` is the zlib format (RFC 1950). */
export type Encoding = 'gzip' | 'deflate' | 'brotli' | 'zstd'

/** What unpacking came to. Wire garbage is data, not an exception. */
export type Inflated =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly fault: InflateFault; readonly detail: string }

/** `too-big`: more than the cap came out; `unsupported`: this runtime cannot read the encoding. */
export type InflateFault = 'corrupt' | 'too-big' | 'unsupported'

/** Unpacks one whole body. Never throws, never allocates much more than the cap. */
export type Inflate = (encoding: Encoding, bytes: Uint8Array) => Inflated

/** More than any frame ever seen (8 KiB inflated) by far, and little enough to survive a bomb. */
export const maxInflatedBytes = 4 * 1024 * 1024
