import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** The content of a file only its owner may read, made the first time it is asked for. */
export function readOrCreateSecret(
  path: string,
  make: () => string,
): { readonly content: string; readonly created: boolean } {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  try {
    const content = make()
    // `wx` refuses an existing file: of two processes that start at once, one wins.
    writeFileSync(path, content, { flag: 'wx', mode: 0o600 })
    return { content, created: true }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause // fs throws nothing else
    return { content: readFileSync(path, 'utf8'), created: false }
  }
}
