import { mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { placeFile } from './place-file.ts'

/** A file whose content nobody else can know. */
export interface SecretFile {
  readonly path: string
  readonly make: () => string
  /** What it holds, as a whole. */
  readonly pattern: RegExp
  /** What the pattern says, in words. */
  readonly holds: string
  /** What to do where it holds anything else. */
  readonly cure: string
}

/** A secret file holds something else than was written into it; the message says what to do. */
export class SecretBroken extends Error {
  override readonly name = 'SecretBroken'
}

/**
 * Returns the content of a file only its owner may read, made the first time it is asked for.
 *
 * @throws SecretBroken if it is not as it was made: anybody may know an empty key, or half of one.
 */
export function readOrCreateSecret({ path, make, pattern, holds, cure }: SecretFile): {
  readonly content: string
  readonly created: boolean
} {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const made = make()
  if (placeFile(path, made)) return { content: made, created: true }
  const content = readFileSync(path, 'utf8')
  if (pattern.test(content)) return { content, created: false }
  const found = content.trim() === '' ? 'is empty' : 'was changed'
  throw new SecretBroken(`${path} ${found}: it must hold ${holds} and nothing else. ${cure}`)
}
