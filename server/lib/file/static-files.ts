import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { codeOf } from './error-code.ts'

/** A built file. */
export interface StaticFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly type: string
  /** The `ETag` of this content. */
  readonly etag: string
}

/** Reads a built file by its path below the web root; undefined if there is none. */
export type ReadStaticFile = (path: string) => Promise<StaticFile | undefined>

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

// Folders and names we make ourselves; nothing with a leading dot, so `..` never passes.
const safePath = /^(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/)*[A-Za-z0-9_-][A-Za-z0-9._-]*$/

/** Assets of a folder on disk. */
export function staticFilesIn(root: string): ReadStaticFile {
  return async (path) => {
    const type = types[extname(path)]
    if (!type || !safePath.test(path)) return undefined
    try {
      const bytes = new Uint8Array(await readFile(join(root, path)))
      return { bytes, type, etag: `"${createHash('sha256').update(bytes).digest('base64url')}"` }
    } catch (cause) {
      const code = codeOf(cause)
      if (code === 'ENOENT' || code === 'EISDIR') return undefined
      throw cause
    }
  }
}
