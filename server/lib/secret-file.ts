import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { randomName } from './random-token.ts'

/** The content of a file only its owner may read, made the first time it is asked for. */
export function readOrCreateSecret(
  path: string,
  make: () => string,
): { readonly content: string; readonly created: boolean } {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const content = make()
  const draft = `${path}.${randomName()}`
  writeFileSync(draft, content, { flag: 'wx', mode: 0o600 })
  try {
    // A link is there complete or not at all, and refuses to replace one: of two processes that
    // start at once, one wins; one that is killed leaves no half of a secret.
    linkSync(draft, path)
    return { content, created: true }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause // fs throws nothing else
    return { content: readFileSync(path, 'utf8'), created: false }
  } finally {
    rmSync(draft)
  }
}
