import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { textFile } from './lib/text-file.ts'

/**
 * Puts the owner's first link into a file that only its owner reads. Where nobody looks at a terminal,
 * what is written to standard output is kept by whoever runs the server: a journal, a log collector.
 *
 * @returns where it is.
 */
export function placeFirstLogin(dataDir: string, link: string): string {
  const path = fileIn(dataDir)
  textFile(path).replace(`${link}\n`)
  return path
}

/** Forgets the first link: whoever logged in has it. */
export function forgetFirstLogin(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true })
}

function fileIn(dataDir: string): string {
  return resolve(join(dataDir, 'first-login'))
}
