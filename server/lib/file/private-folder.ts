import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf } from './error-code.ts'

/**
 * The access to a folder: `private` only for its owner, `narrowed` only for its owner from now on,
 * `open` for others too.
 */
export type FolderAccess = 'private' | 'narrowed' | 'open'

const ownerOnly = 0o700
const othersBits = 0o077

/**
 * Creates a folder that only its owner may enter. A folder that others may enter is narrowed, if
 * this process owns it and no file in it is readable for others: otherwise it may be a shared
 * folder.
 */
export function openPrivateFolder(path: string): FolderAccess {
  mkdirSync(path, { recursive: true, mode: ownerOnly })
  if (process.platform === 'win32' || !isForOthers(path)) return 'private' // Windows has no such bits
  if (readdirSync(path).some((name) => isForOthers(join(path, name)))) return 'open'
  try {
    chmodSync(path, ownerOnly)
    return 'narrowed'
  } catch (cause) {
    if (codeOf(cause) !== 'EPERM' && codeOf(cause) !== 'EROFS') throw cause
    return 'open'
  }
}

function isForOthers(path: string): boolean {
  return ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & othersBits) !== 0
}
