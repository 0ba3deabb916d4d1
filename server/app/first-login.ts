import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { atomicFile } from '../lib/file/atomic-file.ts'

/**
 * Writes the owner's first login link into a file that only the file's owner can read. Without a
 * terminal, standard output goes into a log (of systemd, of Docker), which must not hold the link.
 *
 * @returns the path of the file.
 */
export function writeFirstLogin(dataDir: string, link: string): string {
  const path = fileIn(dataDir)
  atomicFile(path).replace(`${link}\n`)
  return path
}

/** Deletes the file with the first login link; called after a login. */
export function deleteFirstLogin(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true })
}

function fileIn(dataDir: string): string {
  return resolve(join(dataDir, 'first-login'))
}
