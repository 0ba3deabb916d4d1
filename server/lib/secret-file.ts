import { mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { placeFile } from './place-file.ts'

/** The content of a file only its owner may read, made the first time it is asked for. */
export function readOrCreateSecret(
  path: string,
  make: () => string,
): { readonly content: string; readonly created: boolean } {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const content = make()
  if (placeFile(path, content)) return { content, created: true }
  return { content: readFileSync(path, 'utf8'), created: false }
}
