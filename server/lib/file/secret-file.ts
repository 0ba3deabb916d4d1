import { mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { createExclusive } from './create-exclusive.ts'

/** The definition of a file with a secret of this server. */
export interface SecretFile {
  readonly path: string
  readonly make: () => string
  /** Matches the whole of a valid content. */
  readonly pattern: RegExp
  /** The meaning of the pattern, as text. */
  readonly holds: string
  /** Instructions for the operator if the content is not valid. */
  readonly remedy: string
}

/** The error of invalid content in a secret file; the message has the remedy. */
export class SecretBroken extends Error {
  override readonly name = 'SecretBroken'
}

/**
 * Returns the content of a file that only its owner may read; creates the file at the first call.
 *
 * @throws SecretBroken if the content is not valid: an empty or incomplete key can be guessed.
 */
export function readOrCreateSecret({ path, make, pattern, holds, remedy }: SecretFile): {
  readonly content: string
  readonly created: boolean
} {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const made = make()
  if (createExclusive(path, made)) return { content: made, created: true }
  const content = readFileSync(path, 'utf8')
  if (pattern.test(content)) return { content, created: false }
  const found = content.trim() === '' ? 'is empty' : 'was changed'
  throw new SecretBroken(`${path} ${found}: it must hold ${holds} and nothing else. ${remedy}`)
}
