import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { codeOf } from './error-code.ts'

/** A built file, as it is or compressed. */
export interface StaticFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly type: string
  /** The `ETag` of these bytes. */
  readonly etag: string
  /** The compression of the bytes; absent if there is none. */
  readonly encoding?: Encoding
}

/** A compression of the build, by its name in HTTP. */
export type Encoding = 'br' | 'gzip'

/**
 * Reads a built file by its path below the web root, in the first of the accepted compressions that
 * exists; undefined if there is no such file.
 */
export type ReadStaticFile = (
  path: string,
  accepted?: readonly Encoding[],
) => Promise<StaticFile | undefined>

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.gz': 'application/gzip',
}

const endings: Readonly<Record<Encoding, string>> = { br: '.br', gzip: '.gz' }

// Folders and names we make ourselves; nothing with a leading dot, so `..` never passes.
const safePath = /^(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/)*[A-Za-z0-9_-][A-Za-z0-9._-]*$/

// Our own names are in lower case; a hash without capitals and digits is not recognised, and the
// file is only cached for a shorter time.
const hashed = /^assets\/|-(?=[\w-]*[A-Z0-9])[\w-]{8}\.(?:js|css)(?:\.br|\.gz)?$/

/** Returns true if the name of a built file ends in a hash of its content, which never changes. */
export function isHashed(path: string): boolean {
  return hashed.test(path)
}

/** Returns a reader of the files in a folder on disk. */
export function staticFilesIn(root: string): ReadStaticFile {
  return async (path, accepted = []) => {
    const type = types[extname(path)]
    if (!type || !safePath.test(path)) return undefined
    for (const encoding of accepted) {
      const bytes = await bytesOf(join(root, `${path}${endings[encoding]}`))
      if (bytes) return { bytes, type, etag: etagOf(bytes), encoding }
    }
    const bytes = await bytesOf(join(root, path))
    return bytes && { bytes, type, etag: etagOf(bytes) }
  }
}

function etagOf(bytes: Uint8Array): string {
  return `"${createHash('sha256').update(bytes).digest('base64url')}"`
}

async function bytesOf(file: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return new Uint8Array(await readFile(file))
  } catch (cause) {
    const code = codeOf(cause)
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return undefined
    throw cause
  }
}
